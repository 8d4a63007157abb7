"use strict";
const box = document.querySelector(".find");
const field = box.querySelector("input");
const told = box.querySelector("output");
const items = [...document.querySelectorAll(".item")];
const names = items.map((item) => item.querySelector("summary").textContent.toLowerCase());
function find() {
  const wanted = field.value.trim().toLowerCase();
  let shown = 0;
  items.forEach((item, at) => { item.hidden = !names[at].includes(wanted); shown += !item.hidden; });
  told.textContent = wanted ? shown + " of " + items.length : "";
}
field.addEventListener("input", find);
box.querySelector("button").addEventListener("click", () => {
  const open = !items.some((item) => item.open);
  items.forEach((item) => { item.open = open; });
});
box.hidden = false;
