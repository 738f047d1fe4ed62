-- "An sinh" stands in "thu nhận sinh trắc học" too, where no accents are looked at: words of items begin where words do.
UPDATE item SET words = replace(
  replace(words, '"an sinh|\\basxh\\b"', '"\\b(an sinh|asxh)\\b"'), 'skdt|asxh|an sinh)', 'skdt|asxh|\\ban sinh)'
);
