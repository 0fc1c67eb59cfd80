/* Filters the documents of the page by words of their titles, numbers, kinds and dates. Without it the years and the index lead
   to the same documents. */
(function () {
  "use strict";
  var MOST = 60;
  var form = document.getElementById("filter");
  var box = document.getElementById("q");
  var list = document.getElementById("found");
  var status = document.getElementById("status");
  var row = document.getElementById("row");
  var rest = document.getElementById("rest");
  var data = JSON.parse(document.getElementById("data").textContent);
  var page = document.documentElement.lang;

  function folded(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function shown(line) {
    var made = row.content.cloneNode(true);
    var link = made.querySelector("a");
    made.querySelector(".d").textContent = line[3];
    link.textContent = line[1];
    link.href = "documents/" + line[0] + ".html";
    if (line[2] !== page) {
      link.lang = line[2];
    }
    var about = made.querySelector(".meta");
    line[4].filter(Boolean).forEach(function (text) {
      var span = document.createElement("span");
      span.textContent = text;
      about.appendChild(span);
    });
    return made;
  }

  function filter() {
    var words = folded(box.value).split(/\s+/).filter(Boolean);
    var found = data.filter(function (line) {
      return words.every(function (word) {
        return line[5].indexOf(word) !== -1;
      });
    });
    rest.hidden = words.length > 0;
    list.replaceChildren.apply(list, words.length ? found.slice(0, MOST).map(shown) : []);
    status.textContent = !words.length ? "" : status.dataset[
      found.length === 0 ? "none" : found.length > MOST ? "more" : "some"
    ].replace("#", found.length);
  }

  form.hidden = false;
  box.value = new URLSearchParams(location.search).get("q") || "";
  box.addEventListener("input", filter);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    filter();
  });
  filter();
})();
