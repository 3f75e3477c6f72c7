// Sala works without script; this only adds what a browser with script can do besides.
(function () {
  "use strict";

  // What works only with script (a passkey) is hidden until there is script.
  function reveal() {
    document.querySelectorAll("[data-needs-script]").forEach(function (element) {
      element.hidden = false;
    });
  }

  // Show or hide the password being typed; hidden again before it is sent.
  function passwords() {
    document.querySelectorAll("[data-shows-password]").forEach(function (button) {
      var input = document.getElementById(button.getAttribute("aria-controls"));
      function set(shown) {
        input.type = shown ? "text" : "password";
        button.textContent = shown ? button.dataset.hide : button.dataset.show;
        button.setAttribute("aria-label", shown ? button.dataset.hideLabel : button.dataset.showLabel);
      }
      button.hidden = false;
      button.addEventListener("click", function () {
        set(input.type === "password");
      });
      if (input.form) {
        input.form.addEventListener("submit", function () {
          set(false);
        });
      }
    });
  }

  // Focus the first field from the error summary, radios and checkboxes included.
  function summary() {
    var box = document.querySelector(".govuk-error-summary");
    if (!box) return;
    box.focus();
    box.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      var field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".govuk-form-group") || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  // A form is sent once, however often its button is pressed.
  function once() {
    document.addEventListener("submit", function (event) {
      if (event.target.dataset.sent && Date.now() - event.target.dataset.sent < 2000) {
        event.preventDefault();
        return;
      }
      event.target.dataset.sent = Date.now();
    });
  }

  // What is typed is kept for whoever types it, so that a power cut costs a few seconds of work.
  function later() {
    var box = document.querySelector("[data-later]");
    var form = box && box.closest("form");
    if (!form || !window.fetch) return;
    var said = box.querySelector("[data-later-said]");
    var waiting = null, sent = false, last = "";

    function typed() {
      var data = new FormData(form);
      Array.from(data.keys()).forEach(function (name) {
        if (data.get(name) instanceof File) data.delete(name);
      });
      data.set("_later", "quietly");
      return data;
    }

    function say(answer) {
      if (answer.status === 401) said.textContent = said.dataset.signedOut;
      else if (!answer.ok) said.textContent = said.dataset.failed;
      else said.textContent = said.dataset.kept + " " + new Date().toTimeString().slice(0, 5);
    }

    function keep() {
      clearTimeout(waiting);
      waiting = null;
      if (sent) return;
      var data = typed();
      var now = new URLSearchParams(data).toString();
      if (now === last) return;
      last = now;
      // The page's own address, also where a button is named "action".
      fetch(form.getAttribute("action") || location.href, {
        method: "POST", body: data, keepalive: now.length < 60000, credentials: "same-origin"
      }).then(say, function () {
        last = "";
        said.textContent = said.dataset.failed;
      });
    }

    last = new URLSearchParams(typed()).toString();
    form.addEventListener("input", function () {
      if (!waiting) waiting = setTimeout(keep, 2000);
    });
    form.addEventListener("submit", function () {
      clearTimeout(waiting);
      sent = true;
    });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden" && waiting) keep();
    });
    // Back on the page with the browser's arrow: it can be typed into again.
    window.addEventListener("pageshow", function () { sent = false; });
  }

  // The open part of the menu closes when something else is wanted; Escape closes it, then the menu.
  function menu() {
    function close(except) {
      document.querySelectorAll(".sala-nav details[open]").forEach(function (part) {
        if (part !== except) part.open = false;
      });
    }
    document.addEventListener("click", function (event) {
      close(event.target.closest(".sala-nav details"));
    });
    document.addEventListener("keydown", function (event) {
      var part = event.key === "Escape" && (
        document.querySelector(".sala-nav details[open]") || document.querySelector(".sala-menu[open]")
      );
      if (!part) return;
      part.open = false;
      part.querySelector("summary").focus();
    });
  }

  // The passkey could not be used: say so where the reader is.
  document.addEventListener("allauth.error", function (event) {
    var box = document.querySelector("[data-passkey-failed]");
    if (!box) return;
    event.preventDefault();
    box.hidden = false;
    box.focus();
  });

  reveal();
  passwords();
  summary();
  once();
  later();
  menu();
})();
