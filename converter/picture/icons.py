"""Icons as lines in a box of 20 × 20, drawn with round ends in the colour of their tone."""

ICONS: dict[str, str] = {
    "mail": "M3 5h14v10H3zM3 5.5l7 5.5 7-5.5",
    "delay": "M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14M10 6v4l2.6 1.8",
    "wait": "M5 3h10M5 17h10M6 3c0 4 4 4.5 4 7s-4 3-4 7M14 3c0 4-4 4.5-4 7s4 3 4 7",
    "split": "M10 3v5M10 8c-3 1-5 3-5 8M10 8c3 1 5 3 5 8",
    "tag": "M3 4v6l7 7 7-7-7-7H3zM6.6 6.8v.4",
    "people": "M7.5 4a3 3 0 1 1 0 6a3 3 0 1 1 0-6M2 17c0-3 2.5-5 5.5-5s5.5 2 5.5 5"
    "M13 5a2.6 2.6 0 0 1 0 5M15 12.5c2 .7 3 2.3 3 4.5",
    "pencil": "M4 16l1-4L13 4l3 3-8 8zM11.5 5.5l3 3",
    "leave": "M12 4H4v12h8M8 10h9M14 7l3 3-3 3",
    "phone": "M6 2h8v16H6zM9 15.5h2",
    "survey": "M4 3h12v14H4zM7 7h6M7 10h6M7 13h3",
    "stop": "M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14M5.2 5.2l9.6 9.6",
    "exit": "M5 17V4M5 4.5h10l-2 3 2 3H5",
    "bolt": "M11 2L5 11h4l-1 7 7-10h-5z",
    "archive": "M3 4h14v4H3zM4.5 8v8h11V8M8 11h4",
    "todo": "M3 5l1.5 1.5L7 4M3 11l1.5 1.5L7 10M10 5.5h7M10 11.5h7M10 16.5h7M3.5 16.5h2",
    "onward": "M4 10h11M11 6l4 4-4 4",
    "yes": "M4 10.5l4 4 8-9",
    "no": "M5 5l10 10M15 5L5 15",
    "check": "M7 7.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M10 15.9v.2",
}
