// Times in the viewer's zone: <time datetime="..." data-format="auto|since|clock|day|short|date|relative">.
// The zone is data-time-zone on <html>. The words follow the template tag `when`; what the page was made
// with stays where a time cannot be read.

const root = document.documentElement;
const language = root.lang || "en";
const zone = root.dataset.timeZone || undefined;
const format = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options });

const CLOCK = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const LONG = format({ weekday: "short", day: "numeric", month: "long", year: "numeric" });
const SHORT = format({ weekday: "short", day: "numeric", month: "short" });
const MINUTES = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" });
const RELATIVE = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

const parts = (formatter, at) =>
  Object.fromEntries(formatter.formatToParts(at).map((part) => [part.type, part.value]));
const CALENDAR = new Intl.DateTimeFormat("en-u-nu-latn", {
  timeZone: zone, year: "numeric", month: "numeric", day: "numeric",
});

/** Whole days since 1970 on the calendar of the zone. */
function dayOf(at) {
  const { year, month, day } = parts(CALENDAR, at);
  return Date.UTC(year, month - 1, day) / 86400000;
}

function relative(away) {
  const minutes = Math.round(away / 60000);
  if (Math.abs(minutes) < 60) return RELATIVE.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 24 ? RELATIVE.format(hours, "hour") : RELATIVE.format(Math.round(hours / 24), "day");
}

function words(at, form, now) {
  const days = dayOf(now) - dayOf(at);
  const clock = CLOCK.format(at);
  const long = parts(LONG, at);
  if (form === "clock" || (form === "short" && !days)) return clock;
  if (form === "relative") return relative(at - now);
  if (form === "date") return `${long.day} ${long.month} ${long.year}`;
  if (form === "short") {
    const short = parts(SHORT, at);
    return Math.abs(days) < 7 ? short.weekday : `${short.day} ${short.month}`;
  }
  if (form === "auto" && now >= at && now - at < 3600000) {
    return MINUTES.format(Math.floor((now - at) / 60000));
  }
  return (form === "auto" || form === "since") && !days ? clock : `${long.weekday} ${long.day} ${long.month}, ${clock}`;
}

/** Set every time under `within` to the viewer's zone and to this minute. */
export function localise(within = document) {
  const now = new Date();
  for (const time of within.querySelectorAll("time[datetime][data-format]")) {
    const at = new Date(time.dateTime);
    const text = Number.isNaN(at.getTime()) ? "" : words(at, time.dataset.format, now);
    if (text && time.textContent !== text) time.textContent = text;
  }
}

localise();
setInterval(() => localise(), 30000);
document.addEventListener("live:rows", (event) => localise(event.target));
document.addEventListener("htmx:load", (event) => localise(event.target));
