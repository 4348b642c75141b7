// Emoji by Slack's short names: the ones that apps and people write most.
import { h } from "./dom.js";

const TABLE = `
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ warning ⚠️ no_entry ⛔
no_entry_sign 🚫 information_source ℹ️ question ❓ grey_question ❔ exclamation ❗ grey_exclamation ❕ bangbang ‼️
rotating_light 🚨 sos 🆘 construction 🚧 stop_sign 🛑 octagonal_sign 🛑 triangular_flag_on_post 🚩
large_green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠 red_circle 🔴 large_blue_circle 🔵
large_purple_circle 🟣 large_brown_circle 🟤 white_circle ⚪ black_circle ⚫ large_green_square 🟩
large_yellow_square 🟨 large_red_square 🟥 white_large_square ⬜ black_large_square ⬛ radio_button 🔘
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_right_hook ↪️ leftwards_arrow_with_hook ↩️
arrow_forward ▶️ fast_forward ⏩ rewind ⏪ repeat 🔁 arrows_counterclockwise 🔄 twisted_rightwards_arrows 🔀
email 📧 e-mail 📧 envelope ✉️ incoming_envelope 📨 envelope_with_arrow 📩 inbox_tray 📥 outbox_tray 📤 mailbox 📫
mailbox_with_mail 📬 hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ clock1 🕐 clock3 🕒
calendar 📆 date 📅 spiral_calendar_pad 🗓️ mag 🔍 mag_right 🔎 eyes 👀 eye 👁️ tada 🎉 confetti_ball 🎊 sparkles ✨
star ⭐ star2 🌟 fire 🔥 rocket 🚀 zap ⚡ boom 💥 100 💯 memo 📝 pencil 📝 pencil2 ✏️ writing_hand ✍️ package 📦 bulb 💡
link 🔗 paperclip 📎 pushpin 📌 round_pushpin 📍 label 🏷️ bookmark 🔖 books 📚 book 📖 closed_book 📕
notebook 📓 scroll 📜 page_facing_up 📄 page_with_curl 📃 clipboard 📋 file_folder 📁 open_file_folder 📂
card_index_dividers 🗂️ card_index 📇 file_cabinet 🗄️ wastebasket 🗑️ floppy_disk 💾 bar_chart 📊
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 moneybag 💰 money_with_wings 💸 credit_card 💳 euro 💶
shopping_trolley 🛒 shopping_bags 🛍️ gift 🎁 birthday 🎂 lock 🔒 unlock 🔓 key 🔑 shield 🛡️ gear ⚙️ wrench 🔧
hammer_and_wrench 🛠️ electric_plug 🔌 bell 🔔 no_bell 🔕 mute 🔇 loudspeaker 📢 mega 📣 speech_balloon 💬
thought_balloon 💭 robot_face 🤖 bust_in_silhouette 👤 busts_in_silhouette 👥 wave 👋 +1 👍 thumbsup 👍
-1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 point_right 👉 point_left 👈
point_up ☝️ point_down 👇 raised_hand ✋ handshake 🤝 smile 😄 smiley 😃 grinning 😀 slightly_smiling_face 🙂
wink 😉 joy 😂 sweat_smile 😅 thinking_face 🤔 disappointed 😞 cry 😢 sob 😭 heart ❤️ broken_heart 💔
seedling 🌱 herb 🌿 sunflower 🌻 globe_with_meridians 🌐 earth_africa 🌍 house 🏠 office 🏢 iphone 📱
computer 💻 telephone_receiver 📞 checkered_flag 🏁 dart 🎯 jigsaw 🧩 recycle ♻️ new 🆕 ok 🆗 heavy_plus_sign ➕
heavy_minus_sign ➖ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟
small_blue_diamond 🔹 small_orange_diamond 🔸 large_blue_diamond 🔷 crossed_flags 🎌 fr 🇫🇷 gb 🇬🇧 us 🇺🇸
lotion_bottle 🧴 hibiscus 🌺 purple_heart 💜 blue_heart 💙 green_heart 💚 yellow_heart 💛 tulip 🌷 motorway 🛣️ world_map 🗺️ compass 🧭
`;

const parts = TABLE.trim().split(/\s+/);
export const EMOJI = new Map();
for (let i = 0; i < parts.length; i += 2) EMOJI.set(parts[i], parts[i + 1]);

/** The emoji as a node with its name for assistive technology; null for a name not known here. */
export function emoji(name) {
  const glyph = EMOJI.get(name.replace(/::skin-tone-\d$/, ""));
  if (!glyph) return null;
  const label = name.replaceAll("_", " ");
  return h("span", { class: "emoji", role: "img", "aria-label": label, title: `:${name}:` }, glyph);
}
