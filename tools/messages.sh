#!/bin/sh
# Gather the texts that visitors read into locale/<language>/LC_MESSAGES/django.po (needs GNU
# gettext). Professional pages, the API and the back office stay in French: they are left out.
set -eu
PYTHON=${1:-.venv/bin/python}
"$PYTHON" manage.py makemessages \
    --locale fr_Simple --locale en --locale ar --locale es --locale pt --locale tr --locale uk \
    --no-location --no-wrap --no-obsolete \
    --ignore .venv --ignore node_modules --ignore var --ignore tests --ignore tools --ignore config \
    --ignore 'maillage/accounts/*' --ignore 'maillage/api/*' --ignore 'maillage/contributions/*' \
    --ignore 'maillage/network/*' --ignore 'maillage/*/admin.py' --ignore 'maillage/*/migrations/*' \
    --ignore 'maillage/core/mail/*' --ignore 'maillage/core/views.py' --ignore 'maillage/core/worker.py' \
    --ignore 'maillage/core/templates/core/dev/*' --ignore 'maillage/core/templates/core/emails/*' \
    --ignore 'maillage/core/templates/core/email.html' --ignore 'maillage/core/templates/core/pro_base.html' \
    --ignore 'maillage/core/component_examples.py' --ignore 'maillage/*/management/*' \
    --ignore 'maillage/portal/charter.py' --ignore 'maillage/portal/templates/portal/charter.html' \
    --ignore 'maillage/portal/templates/portal/legal.html' --ignore 'maillage/portal/templates/portal/data.html' \
    --ignore 'maillage/portal/templates/portal/accessibility.html' \
    --ignore 'maillage/directory/templates/directory/embed*' --ignore 'maillage/directory/views/embed.py' \
    --ignore 'maillage/directory/templates/directory/admin_*' \
    --ignore 'maillage/directory/*_actions*' --ignore 'maillage/directory/import_actions/*' \
    --ignore 'maillage/directory/actions.py' --ignore 'maillage/directory/merging.py' \
    --ignore 'maillage/directory/quality*' --ignore 'maillage/directory/score.py' \
    --ignore 'maillage/directory/dedupe*' --ignore 'maillage/directory/exchange/*' \
    --ignore 'maillage/directory/history_*' --ignore 'maillage/directory/sections.py' \
    --ignore 'maillage/directory/section_*' --ignore 'maillage/directory/validators.py' \
    --ignore 'maillage/directory/models/*' --ignore 'maillage/directory/provenance/*' \
    --ignore 'maillage/orientation/templates/orientation/pro/*' \
    --ignore 'maillage/orientation/kiosk_*' --ignore 'maillage/orientation/*/kiosk_settings.py' \
    --ignore 'maillage/orientation/*/demand.py'
