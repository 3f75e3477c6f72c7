// Shows only the fields that belong to the answer chosen. Without script all of them are shown.
(function () {
  "use strict";

  var parts = Array.from(document.querySelectorAll("[data-shown-when]"));

  function show() {
    parts.forEach(function (part) {
      var radio = document.getElementById(part.dataset.shownWhen);
      part.hidden = radio !== null && !radio.checked;
    });
  }

  if (parts.length) {
    document.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
  }
})();
