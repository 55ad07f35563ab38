// The drawings on the product cards, as data addresses of small SVG files.

const grounds = {
  notebook: "#dfe8dd", pen: "#efe3cd", ink: "#d9e4e6", tape: "#f1dcd3", cards: "#e6e0ee", pad: "#e9e6d6",
};
const shapes = {
  notebook: `<rect x="118" y="34" width="124" height="146" rx="8" fill="#1f5b45"/><rect x="118" y="34" width="18" height="146" fill="#174535"/><rect x="152" y="66" width="72" height="30" rx="4" fill="#f4efe4"/><rect x="222" y="34" width="6" height="146" fill="#c2472f"/>`,
  pen: `<g transform="rotate(-32 180 105)"><rect x="70" y="94" width="150" height="24" rx="12" fill="#b98a3e"/><rect x="200" y="94" width="12" height="24" fill="#8a6427"/><path d="M220 96l56 10-56 10z" fill="#6d6a63"/><rect x="84" y="88" width="70" height="6" rx="3" fill="#8a6427"/></g>`,
  ink: `<rect x="156" y="34" width="48" height="34" rx="5" fill="#2c3432"/><path d="M138 84q0-14 14-14h56q14 0 14 14v82q0 14-14 14h-56q-14 0-14-14z" fill="#2f6f58"/><rect x="146" y="106" width="68" height="44" rx="4" fill="#f4efe4"/><circle cx="180" cy="128" r="11" fill="#1f5b45"/>`,
  tape: `<g fill="none" stroke-width="22"><circle cx="120" cy="116" r="38" stroke="#c2472f"/><circle cx="182" cy="92" r="38" stroke="#e0a63a"/><circle cx="244" cy="118" r="38" stroke="#3e7a8c"/></g>`,
  cards: `<rect x="92" y="66" width="150" height="104" rx="5" fill="#cfc4de" transform="rotate(-8 167 118)"/><rect x="122" y="52" width="150" height="104" rx="5" fill="#fffdf8" transform="rotate(5 197 104)"/><path d="M197 78l16 26h-8l12 18h-40l12-18h-8z" fill="#6a5590" transform="rotate(5 197 104)"/>`,
  pad: `<rect x="86" y="42" width="188" height="134" rx="6" fill="#fffdf8"/><rect x="86" y="42" width="188" height="26" rx="6" fill="#c2472f"/><g stroke="#d5cfbf" stroke-width="2"><path d="M133 68v108M180 68v108M227 68v108M86 104h188M86 140h188"/></g>`,
};

export function art(name) {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 210" preserveAspectRatio="xMidYMid slice"><rect width="360" height="210" fill="${grounds[name]}"/>${shapes[name]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

const SVG = "http://www.w3.org/2000/svg";

export function heartDrawing() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M12 20S4 14.5 4 9a4.2 4.2 0 0 1 8-1.8A4.2 4.2 0 0 1 20 9c0 5.5-8 11-8 11z");
  svg.append(path);
  return svg;
}
