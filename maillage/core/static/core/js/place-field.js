// Suggestions under a « Où ? » field: a combobox (WAI-ARIA 1.2 pattern) on an input that works
// without it. The server answers GET <data-suggest-url>?q=… with {items: [{label, detail, value}]}.

const DELAY_MS = 150;

class PlaceField {
  constructor(input) {
    this.input = input;
    this.url = input.dataset.suggestUrl;
    this.items = [];
    this.active = -1;
    this.timer = 0;
    this.request = null;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "");
    this.list.hidden = true;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("autocomplete", "off");
    input.after(this.list);
    input.parentElement.classList.add("field--combobox");
    input.addEventListener("input", () => this.schedule());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  schedule() {
    clearTimeout(this.timer);
    if (this.input.value.trim().length < 2) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.load(), DELAY_MS);
  }

  async load() {
    this.request?.abort();
    this.request = new AbortController();
    const address = new URL(this.url, location.href);
    address.searchParams.set("q", this.input.value.trim());
    try {
      const response = await fetch(address, { signal: this.request.signal });
      if (response.ok) {
        this.show((await response.json()).items);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.close();
      }
    }
  }

  show(items) {
    this.items = items;
    this.active = -1;
    this.list.replaceChildren(
      ...items.map((item, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const label = document.createElement("span");
        label.textContent = item.label;
        const detail = document.createElement("span");
        detail.className = "suggestions__detail";
        detail.textContent = item.detail;
        option.append(label, " ", detail);
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          this.choose(index);
        });
        return option;
      }),
    );
    const open = items.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
  }

  move(step) {
    if (!this.items.length) {
      return;
    }
    this.forget();
    this.active = (this.active + step + this.items.length) % this.items.length;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.active));
    });
    const option = this.list.children[this.active];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // Nothing that is still on its way may open the list again, or change it under a choice.
  forget() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  choose(index) {
    this.input.value = this.items[index].value;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  onKey(event) {
    if (event.key === "Escape") {
      this.forget();
    }
    if (this.list.hidden) {
      if (event.key === "ArrowDown" && this.items.length) {
        this.show(this.items);
        event.preventDefault();
      }
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && this.active >= 0) {
      this.choose(this.active);
      event.preventDefault();
    } else if (event.key === "Escape") {
      this.close();
      event.preventDefault();
    }
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export function enhancePlaceFields(root) {
  for (const input of root.querySelectorAll("input[data-suggest-url]:not([role])")) {
    new PlaceField(input);
  }
}
