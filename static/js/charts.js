// One theme for every Plotly figure. The server's drawing and table stay until the live chart stands,
// and return when it cannot be drawn.
(() => {
  "use strict";
  const polish = {
    moduleType: "locale", name: "pl",
    dictionary: { Autoscale: "Dopasuj skalę", "Box Select": "Zaznacz prostokątem", "Download plot as a PNG": "Pobierz jako PNG", "Lasso Select": "Zaznacz lassem", Pan: "Przesuń", "Reset axes": "Przywróć osie", "Zoom in": "Powiększ", "Zoom out": "Pomniejsz", Zoom: "Powiększ fragment" },
    format: {
      days: ["niedziela", "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota"],
      shortDays: ["niedz.", "pon.", "wt.", "śr.", "czw.", "pt.", "sob."],
      months: ["styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień"],
      shortMonths: ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"],
      date: "%d.%m.%Y",
    },
  };
  const NARROW = 460;
  const language = (document.documentElement.lang || "en").slice(0, 2);
  const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const pale = (colour) => {
    const part = (i) => parseInt(colour.slice(i, i + 2), 16);
    return /^#[0-9a-f]{6}$/i.test(colour) ? `rgba(${part(1)},${part(3)},${part(5)},.3)` : colour;
  };
  const colour = (text) => text.replace(/var\((--[a-z-]+)\)/g, (_, name) =>
    name.endsWith("-line") && name !== "--line" ? pale(token(name.slice(0, -5))) : token(name));
  const painted = (value) => {
    if (typeof value === "string") return value.startsWith("var(") ? colour(value) : value;
    if (Array.isArray(value)) return value.map(painted);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, painted(v)]));
    return value;
  };

  const wrapped = (text, letters) => text.split(" ").reduce((lines, word) => {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`; else lines.push(word);
    return lines;
  }, []).slice(0, 2).join("<br>");

  const theme = (layout, width) => {
    const narrow = width < NARROW;
    const axis = { gridcolor: token("--line"), linecolor: token("--line-strong"), zerolinecolor: token("--line-strong"), tickcolor: token("--line"), fixedrange: true };
    const merged = {
      ...layout,
      font: { family: token("--font"), size: narrow ? 11 : 12, color: token("--ink-soft") },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      separators: language === "pl" ? ",\u202f" : ".\u202f",
      margin: { l: 8, t: 24, b: 32, r: 16, ...(layout.margin || {}) },
      xaxis: { ...axis, ...(layout.xaxis || {}) }, yaxis: { ...axis, ...(layout.yaxis || {}) },
      hoverlabel: { bgcolor: token("--ink"), bordercolor: token("--ink"), font: { color: token("--surface"), family: token("--font") }, align: "left" },
      hovermode: "closest", transition: { duration: quiet ? 0 : 150 },
    };
    const names = merged.yaxis.categoryarray;
    if (names) {
      merged.yaxis = { ...merged.yaxis, tickmode: "array", tickvals: names, ticktext: names.map((name) => wrapped(name, 40)), tickfont: { color: token("--ink") } };
    }
    return merged;
  };

  const read = (box) => {
    const source = document.getElementById(`${box.dataset.chart}-figure`);
    return source ? JSON.parse(source.textContent) : null;
  };

  const draw = async (box) => {
    const figure = read(box);
    const place = box.querySelector(".chart-live");
    if (!figure || !window.Plotly) return;
    const width = box.clientWidth;
    // Rows with words beside them need room: a narrow box keeps the server's narrow drawing.
    if (width < NARROW && figure.layout.yaxis?.categoryarray) {
      Plotly.purge(place);
      place.textContent = "";
      delete box.dataset.live;
      box.dataset.width = String(width);
      box.dataset.ready = "1";
      return;
    }
    try {
      place.textContent = "";
      box.dataset.live = "1";
      // Plotly fits itself to the place, so the place must have room for every row.
      if (figure.layout.height) place.style.minBlockSize = `${figure.layout.height}px`;
      await Plotly.newPlot(place, painted(figure.data), painted(theme(figure.layout, width)), {
        responsive: true, displaylogo: false, locale: language, displayModeBar: false,
      });
      box.dataset.width = String(width);
      box.dataset.ready = "1";
      Plotly.Plots.resize(place);
    } catch (error) {
      // The server's drawing stays.
      place.textContent = "";
      delete box.dataset.live;
      console.error(error);
    }
  };

  // Downloads come from what the reader sees; before Plotly stands, from the server's drawing.
  const save = (name, blob) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 5000);
  };
  const drawing = (box) => {
    const shown = [...box.querySelectorAll(".chart-still svg.chart")].find((svg) => svg.getClientRects().length) || box.querySelector(".chart-wide svg");
    const text = new XMLSerializer().serializeToString(shown);
    return text.replace(/var\((--[a-z-]+)\)/g, (_, name) => token(name));
  };
  const png = (text, width, height) => new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
      const brush = canvas.getContext("2d");
      brush.fillStyle = token("--surface");
      brush.fillRect(0, 0, canvas.width, canvas.height);
      brush.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve, "image/png");
    };
    image.onerror = reject;
    image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  });
  // The strict policy lets no data: address be fetched, so the bytes are read by hand.
  const asBlob = (address) => {
    const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: "image/png" });
  };
  const csv = (box) => {
    const cell = (text) => {
      // A spreadsheet must not take a text for a formula.
      const safe = /^[=@\t]/.test(text) ? `'${text}` : text;
      return /[",\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    const rows = [...box.querySelectorAll(".chart-tools table tr")].map((row) => [...row.cells].map((c) => cell(c.textContent.trim())).join(","));
    return `\ufeff${rows.join("\r\n")}\r\n`;
  };
  const download = async (box, kind) => {
    const name = `${box.dataset.chart}.${kind}`;
    if (kind === "csv") { save(name, new Blob([csv(box)], { type: "text/csv;charset=utf-8" })); return; }
    const live = box.dataset.live === "1" && box.querySelector(".chart-live");
    if (live) {
      const size = { width: live.clientWidth, height: live.clientHeight };
      const address = await Plotly.toImage(live, { format: kind, ...size, scale: kind === "png" ? 2 : 1 });
      const text = kind === "svg" ? decodeURIComponent(address.slice(address.indexOf(",") + 1)) : null;
      save(name, text ? new Blob([text], { type: "image/svg+xml" }) : asBlob(address));
      return;
    }
    const text = drawing(box);
    const [width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(text).slice(1).map(Number);
    save(name, kind === "svg" ? new Blob([text], { type: "image/svg+xml" }) : await png(text, width, height));
  };

  const boxes = (root = document) => [...root.querySelectorAll(".chart-box[data-chart]")];
  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    seen.unobserve(entry.target);
    draw(entry.target);
  }), { rootMargin: "200px" });
  // A box that became much narrower or wider is laid out again, not only stretched.
  let pending;
  const resized = new ResizeObserver((entries) => {
    clearTimeout(pending);
    const changed = entries.map((entry) => entry.target);
    pending = setTimeout(() => changed.concat(boxes()).forEach((box) => {
      const before = Number(box.dataset.width || 0);
      if (box.dataset.ready === "1" && (before < NARROW) !== (box.clientWidth < NARROW)) draw(box);
    }), 250);
  });
  const watch = (root) => boxes(root).forEach((box) => { seen.observe(box); resized.observe(box); });

  if (window.Plotly) Plotly.register(polish);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-download]");
    if (button) download(button.closest(".chart-box"), button.dataset.download);
  });
  document.addEventListener("cem:theme", () => boxes().filter((box) => box.dataset.ready === "1").forEach(draw));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("cem:theme")));
  document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
  watch(document);
})();
