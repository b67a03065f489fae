type Child = Node | string;

interface Attributes {
  readonly class?: string;
  readonly title?: string;
  readonly onClick?: () => void;
}

/** One element with its class, text and children. Text is always set as text, never as markup: it comes from files and servers. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (attributes.class) {
    made.className = attributes.class;
  }

  if (attributes.title) {
    made.title = attributes.title;
  }

  const { onClick } = attributes;
  if (onClick) {
    made.setAttribute("role", "button");
    made.tabIndex = 0;
    made.addEventListener("click", onClick);
    made.addEventListener("keydown", (event) => {
      const { key } = event as KeyboardEvent;
      if (key === "Enter" || key === " ") {
        event.preventDefault();
        onClick();
      }
    });
  }

  for (const child of children) {
    made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }

  return made;
}

/** Puts other children into an element. */
export function refill(parent: HTMLElement, ...children: Node[]): void {
  while (parent.firstChild) {
    parent.removeChild(parent.firstChild);
  }

  for (const child of children) {
    parent.appendChild(child);
  }
}

export function show(target: HTMLElement, visible: boolean): void {
  target.style.display = visible ? "" : "none";
}

/** Sets a class on or off; UXP's class list has no forced toggle in all versions. */
export function mark(target: HTMLElement, name: string, on: boolean): void {
  if (on) {
    target.classList.add(name);
  } else {
    target.classList.remove(name);
  }
}

/** A field under its label. */
export function labelled(label: string, field: HTMLElement, className = "field"): HTMLElement {
  return element("div", { class: className }, element("div", { class: "label" }, label), field);
}

export function textField(className: string, placeholder: string, changed: (text: string) => void): HTMLInputElement {
  const field = element("input", { class: `input ${className}` });
  field.type = "text";
  field.placeholder = placeholder;
  field.addEventListener("input", () => changed(field.value));
  return field;
}

export function textArea(className: string, placeholder: string, changed: (text: string) => void): HTMLTextAreaElement {
  const field = element("textarea", { class: `input ${className}` });
  field.placeholder = placeholder;
  field.addEventListener("input", () => changed(field.value));
  return field;
}

/** A switch with its words. */
export function toggle(label: string, changed: (on: boolean) => void): { readonly root: HTMLElement; set(on: boolean): void } {
  let on = false;
  const knob = element("div", { class: "knob" });
  const root = element(
    "div",
    {
      class: "toggle",
      onClick: () => {
        set(!on);
        changed(on);
      },
    },
    element("div", { class: "switch" }, knob),
    element("div", { class: "toggle-label" }, label),
  );
  const set = (value: boolean): void => {
    on = value;
    mark(root, "on", on);
  };
  return { root, set };
}

/** Buttons of which one is chosen. */
export function segments<Value extends string>(
  choices: readonly (readonly [Value, string])[],
  chosen: (value: Value) => void,
): { readonly root: HTMLElement; set(value: Value): void } {
  const buttons = choices.map(([value, label]) => {
    const button = element("div", { class: "segment", onClick: () => chosen(value) }, label);
    return [value, button] as const;
  });
  return {
    root: element("div", { class: "segments" }, ...buttons.map(([, button]) => button)),
    set: (value) => buttons.forEach(([own, button]) => mark(button, "chosen", own === value)),
  };
}
