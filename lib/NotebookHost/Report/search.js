// Every word that is typed has to begin a word of the heading (accents and case do not count); the heading's own page title counts too, but less.
(function () {
  const box = document.querySelector("search"), input = box.querySelector("input"), list = box.querySelector("ul");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const index = headings.map(([link, text, page]) => ({ link, text, page, own: " " + plain(text).replace(/[^\p{L}\p{N}]+/gu, " "), all: " " + plain(text + " " + page).replace(/[^\p{L}\p{N}]+/gu, " ") }));

  function find(query) {
    const words = plain(query).split(/[^\p{L}\p{N}]+/u).filter((word) => word);
    const score = (entry) => (words.every((word) => entry.own.includes(" " + word)) ? 2 : words.every((word) => entry.all.includes(" " + word)) ? 1 : 0);
    return words.length ? index.map((entry) => [score(entry), entry]).filter(([s]) => s).sort(([a], [b]) => b - a).map(([, entry]) => entry) : [];
  }

  function show() {
    const found = find(input.value);
    list.replaceChildren(...found.slice(0, 12).map((entry) => {
      const item = document.createElement("li"), link = document.createElement("a"), page = document.createElement("small");
      link.href = entry.link;
      link.textContent = entry.text;
      page.textContent = entry.page;
      link.append(page);
      item.append(link);
      return item;
    }));
    if (input.value.trim() && !found.length) list.replaceChildren(Object.assign(document.createElement("li"), { textContent: "No heading has these words." }));
    list.hidden = !input.value.trim();
  }

  box.hidden = false;
  input.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (event.key === "Escape") { input.value = ""; show(); input.focus(); }
    else if (event.key === "Enter" && document.activeElement === input && links.length) links[0].click();
    else if (event.key === "ArrowDown" && links.length) links[Math.min(at + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && links.length) (at > 0 ? links[at - 1] : input).focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => { if (!box.contains(event.target) || event.target.closest("a")) list.hidden = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { input.focus(); event.preventDefault(); }
  });

  // Charts are as wide as the window was; on paper they have to fit, with dark text.
  const charts = (width) => document.querySelectorAll(".js-plotly-plot").forEach((chart) => Plotly.relayout(chart, width ? { width, autosize: false } : { width: null, autosize: true }));
  addEventListener("beforeprint", () => charts(640));
  addEventListener("afterprint", () => charts(0));
})();
