"""Opening hours: OSM strings evaluated with French calendars, and told in French."""
