// What a person has filled in on one surface (a message, a modal, the Home tab).

export class Form {
  /** `kept`: what was filled in before this drawing, as Slack's `state.values`, if anything. */
  constructor(kept) {
    this.kept = kept ?? {};
    this.fields = [];
  }

  /** `field`: `{read() -> Slack's state value, focus()}`. */
  add(blockId, actionId, field) {
    this.fields.push({ blockId, actionId, ...field });
  }

  /** The value that this field had before the surface was drawn again, or null. */
  before(blockId, actionId, type) {
    const value = this.kept[blockId]?.[actionId];
    return value?.type === type ? value : null;
  }

  /** Slack's `state.values`. */
  values() {
    const values = {};
    for (const { blockId, actionId, read } of this.fields)
      (values[blockId] ??= {})[actionId] = read();
    return values;
  }

  focus(blockId) {
    this.fields.find((field) => field.blockId === blockId)?.focus();
  }
}
