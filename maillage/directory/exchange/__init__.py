"""Files that come in (`readers`) and go out (`writers`). Pure: no Django, no database."""
