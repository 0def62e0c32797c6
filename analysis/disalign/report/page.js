"use strict";
// What the page does when scripts run: show and hide scenarios, words at marks, values under the
// pointer, the replay. Without it every figure stands still and nothing is missing.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (selector, root = document) => [...root.querySelectorAll(selector)];
  for (const part of find(".needs-scripts")) part.hidden = false;

  // Scenarios on and off, in every figure and table.
  const hidden = new Set();
  let changed = () => {};
  for (const box of find("[data-toggle]")) {
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(box.dataset.toggle);
      else hidden.add(box.dataset.toggle);
      for (const item of find("[data-series]")) item.classList.toggle("off", hidden.has(item.dataset.series));
      changed();
    });
  }

  // Words at the marks of a figure.
  const tip = document.getElementById("tip");
  document.addEventListener("pointermove", (event) => {
    const mark = event.target.closest ? event.target.closest("[data-tip]") : null;
    tip.hidden = !mark || !mark.dataset.tip;
    if (tip.hidden) return;
    tip.textContent = mark.dataset.tip;
    const width = tip.offsetWidth;
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 12, window.innerWidth - width - 8))}px`;
    tip.style.top = `${event.clientY + 16}px`;
  });
  for (const title of find(".mark > title")) title.remove(); // else the browser shows them a second time

  // Values of the course under the pointer or by arrow keys.
  const figure = document.getElementById("course-figure");
  if (figure && data.course) {
    const svg = figure.querySelector("svg");
    const out = figure.querySelector(".reading");
    const { x, lines, box, unit } = data.course;
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const cross = document.createElementNS("http://www.w3.org/2000/svg", "line");
    cross.setAttribute("class", "cross");
    cross.setAttribute("y1", "0");
    cross.setAttribute("y2", String(height));
    let at = -1;
    const show = (k) => {
      at = Math.max(0, Math.min(x.length - 1, k));
      const place = width * (box[0] + ((x[at] - box[2]) / (box[3] - box[2])) * (box[1] - box[0]));
      cross.setAttribute("x1", String(place));
      cross.setAttribute("x2", String(place));
      svg.append(cross);
      out.replaceChildren();
      const head = document.createElement("b");
      head.textContent = `Week ${Math.round(x[at])}`;
      out.append(head, ` (${unit}; median, middle half) `);
      for (const [name, line] of Object.entries(lines)) {
        if (hidden.has(name)) continue;
        const part = document.createElement("span");
        const [low, middle, high] = line.values.map((row) => Math.round(row[at]).toLocaleString("en"));
        part.textContent = `${line.label}: ${middle} [${low}, ${high}]`;
        out.append(part, " ");
      }
    };
    changed = () => at >= 0 && show(at);
    svg.addEventListener("pointermove", (event) => {
      const frame = svg.getBoundingClientRect();
      const share = ((event.clientX - frame.left) / frame.width - box[0]) / (box[1] - box[0]);
      const value = box[2] + share * (box[3] - box[2]);
      show(Math.round(((value - x[0]) / (x[x.length - 1] - x[0])) * (x.length - 1)));
    });
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: 13, PageDown: -13 }[event.key];
      if (!step) return;
      event.preventDefault();
      show(at < 0 ? 0 : at + step);
    });
  }

  // The replay of a run on its map.
  const canvas = document.getElementById("map");
  if (!canvas || !data.replay || !data.replay.length) {
    if (canvas) document.getElementById("player").hidden = true;
    return;
  }
  const still = document.getElementById("still");
  still.querySelector(".wide").hidden = true; // the player shows the same, moving
  const memory = 8;
  const colours = { 1: "0,114,178", 2: "230,159,0", 3: "213,94,0" };
  const play = document.getElementById("play");
  const which = document.getElementById("which");
  const slider = document.getElementById("week");
  const speed = document.getElementById("speed");
  const now = document.getElementById("now");
  data.replay.forEach((run, k) => which.append(new Option(`${run.label}, replicate ${run.replicate}`, String(k))));
  let run = data.replay[0];
  let week = 0;
  let playing = null;
  let bounds = null;
  const choose = () => {
    run = data.replay[Number(which.value) || 0];
    slider.max = String(run.weeks - 1);
    const points = run.outline.flat();
    const xs = points.map((p) => p[0]);
    const ys = points.map((p) => p[1]);
    bounds = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    run.weekly = new Array(run.weeks).fill(0);
    for (const event of run.events) run.weekly[event[0]] += event[3];
  };
  const draw = () => {
    const middle = (((bounds[2] + bounds[3]) / 2) * Math.PI) / 180;
    const wide = (bounds[1] - bounds[0]) * Math.cos(middle) + 0.8;
    const high = bounds[3] - bounds[2] + 0.8;
    const width = canvas.clientWidth || 600;
    const bars = 54;
    const scale = Math.min(width / wide, 620 / high);
    const height = high * scale + bars;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.clearRect(0, 0, width, height);
    const left = (width - wide * scale) / 2;
    const px = (lon) => left + ((lon - bounds[0]) * Math.cos(middle) + 0.4) * scale;
    const py = (lat) => (bounds[3] - lat + 0.4) * scale;
    pen.strokeStyle = "#1d2125";
    pen.lineWidth = 1.2;
    for (const ring of run.outline) {
      pen.beginPath();
      ring.forEach((p, k) => (k ? pen.lineTo(px(p[0]), py(p[1])) : pen.moveTo(px(p[0]), py(p[1]))));
      if (ring.length > 2) pen.closePath();
      pen.stroke();
    }
    const month = Math.floor(week / (52 / 12));
    for (const [kind, rows] of Object.entries(run.forces)) {
      const parallel = kind === "parallel_force";
      pen.strokeStyle = parallel ? "#000" : "#2f8fc4";
      pen.lineWidth = 1.6;
      for (const [m, lon, lat, persons] of rows) {
        if (m !== month) continue;
        const r = 2.5 + Math.sqrt(persons) / 6;
        pen.beginPath();
        if (parallel) pen.rect(px(lon) - r * 0.8, py(lat) - r * 0.8, r * 1.6, r * 1.6);
        else pen.arc(px(lon), py(lat), r, 0, 7);
        pen.stroke();
      }
    }
    let deaths = 0;
    let civilians = 0;
    for (const [w, lon, lat, best, type, , , civil] of run.events) {
      if (w > week || w <= week - memory) continue;
      if (w === week) {
        deaths += best;
        civilians += civil;
      }
      pen.fillStyle = `rgba(${colours[type]},${0.85 * (1 - (week - w) / memory)})`;
      pen.beginPath();
      pen.arc(px(lon), py(lat), 1 + Math.sqrt(best) * 1.6, 0, 7);
      pen.fill();
    }
    pen.fillStyle = "#1d2125";
    pen.font = "12px sans-serif";
    for (const [name, lon, lat] of run.towns) {
      pen.fillRect(px(lon) - 1.5, py(lat) - 1.5, 3, 3);
      pen.fillText(name, px(lon) + 4, py(lat) - 3);
    }
    const most = Math.max(1, ...run.weekly);
    run.weekly.forEach((value, w) => {
      pen.fillStyle = w <= week ? "#D55E00" : "#cfd3d7";
      const top = (value / most) * (bars - 8);
      pen.fillRect((w / run.weeks) * width, height - top, Math.max(1, width / run.weeks - 0.5), top);
    });
    const date = new Date(`${run.start}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + 7 * week);
    now.textContent = `Week ${week} (${date.toISOString().slice(0, 10)}): ${deaths} killed, of them ${civilians} civilians`;
    slider.value = String(week);
  };
  const stop = () => {
    clearInterval(playing);
    playing = null;
    play.textContent = "Play";
  };
  const start = () => {
    if (week >= run.weeks - 1) week = 0;
    play.textContent = "Pause";
    playing = setInterval(() => {
      week += 1;
      draw();
      if (week >= run.weeks - 1) stop();
    }, 1000 / Number(speed.value));
  };
  play.addEventListener("click", () => (playing ? stop() : start()));
  speed.addEventListener("change", () => playing && (stop(), start()));
  slider.addEventListener("input", () => {
    week = Number(slider.value);
    draw();
  });
  which.addEventListener("change", () => {
    choose();
    week = Math.min(week, run.weeks - 1);
    draw();
  });
  window.addEventListener("resize", draw);
  choose();
  week = Math.floor(run.weeks / 2);
  draw();
})();
