const MONTHS = "January February March April May June July August September October November December".split(" ");

const day = (date) => {
  const [year, month, number] = date.split("-").map(Number);
  return `${number} ${MONTHS[month - 1]} ${year}`;
};

export default function (eleventy) {
  eleventy.addFilter("day", day);
  eleventy.addFilter("last", (list) => list[list.length - 1]);
  const ordered = (api) => api.getFilteredByGlob("pledges/*.md").sort((a, b) => a.data.weight - b.data.weight);
  eleventy.addCollection("pledges", ordered);
  const grouped = (keys) => (api) => {
    const groups = {};
    for (const pledge of ordered(api)) for (const key of keys(pledge.data)) (groups[key] ??= []).push(pledge);
    return groups;
  };
  eleventy.addCollection("by_topic", grouped((data) => data.topics));
  eleventy.addCollection("by_status", grouped((data) => [data.current]));
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk", dir: { output: "public" } };
}
