-- {{< gradscape "SETTINGS" views="…" poster="…" alt="…" >}}: a lab in HTML, its poster everywhere else.

local ATTRIBUTES = { "views", "controls", "theme", "autoplay" }

local function text(value)
  return value == nil and "" or pandoc.utils.stringify(value)
end

local function quoted(value)
  return (value:gsub("&", "&amp;"):gsub('"', "&quot;"):gsub("<", "&lt;"))
end

local function attribute(name, value)
  return value == "" and "" or " " .. name .. '="' .. quoted(value) .. '"'
end

return {
  ["gradscape"] = function(args, kwargs)
    local settings, poster, alt = text(args[1]), text(kwargs["poster"]), text(kwargs["alt"])
    if alt == "" then
      alt = "Gradscape: " .. settings
    end
    if not quarto.doc.is_format("html:js") then
      if poster == "" then
        return pandoc.Para({ pandoc.Str(alt) })
      end
      return pandoc.Para({ pandoc.Image({ pandoc.Str(alt) }, poster) })
    end
    -- The build in one file: whatever folder a page is in, its script lies beside its other libraries.
    quarto.doc.add_html_dependency({ name = "gradscape", version = "0.1.0", scripts = { "gradscape.one.js" } })
    local words = attribute("settings", settings)
    for _, name in ipairs(ATTRIBUTES) do
      words = words .. attribute(name, text(kwargs[name]))
    end
    local inside = quoted(alt)
    if poster ~= "" then
      inside = "<img" .. attribute("src", poster) .. attribute("alt", alt) .. " />"
    end
    return pandoc.RawBlock("html", "<gradscape-lab" .. words .. ">" .. inside .. "</gradscape-lab>")
  end,
}
