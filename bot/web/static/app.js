/* Wakes the design system's parts on the page and on whatever htmx puts into it later. */
document.addEventListener("DOMContentLoaded", () => window.DKFDS?.init());
