"""What the public may see, address by address: the only list of views without a login.

Kinds: `page` (HTML, tested by axe), `fragment` (parts of pages, embeds), `data` (files, feeds,
JSON), `action` (answers a form).
"""

PUBLIC: dict[str, str] = {
    # Sign-in
    "account_login": "page",
    "account_confirm_login_code": "action",
    "mfa_authenticate": "action",
    "accounts:oidc_start": "action",
    "accounts:oidc_return": "action",
    "admin_sign_in": "action",
    # Portal
    "portal:home": "page",
    "portal:about": "page",
    "portal:accessibility": "page",
    "portal:legal": "page",
    "portal:privacy": "page",
    "portal:data": "page",
    "portal:languages": "page",
    "portal:site_map": "page",
    "portal:charter": "page",
    "portal:robots": "data",
    "portal:health": "data",
    # Places
    "directory:lieu_list": "page",
    "directory:lieu_detail": "page",
    "directory:lieu_qr": "data",
    "directory:lieu_photo": "data",
    "directory:lieu_pdf": "data",
    "directory:map_points": "data",
    "directory:map_contours": "data",
    "directory:place_search": "data",
    # Orientation: the paper that an agent gives, the short diagnosis
    "orientation:slip": "page",
    "orientation:diagnosis": "page",
    # Orientation
    "orientation:conversation": "page",
    # Territories
    "directory:territory_index": "page",
    "directory:territory_key": "action",
    "directory:territory_detail": "page",
    "directory:territory_pdf": "data",
    "directory:territory_feed": "data",
    # Other sites, search engines
    "directory:embed_builder": "page",
    "directory:embed": "fragment",
    "directory:embed_loader": "data",
    "directory:feed": "data",
    "directory:sitemap": "data",
    "directory:sitemap_section": "data",
    # Error reports and proposals
    "contributions:report_create": "page",
    "contributions:proposal_create": "page",
    "contributions:lieu_propose": "page",
    "contributions:report_find": "page",
    "contributions:report_detail": "page",
    # Links of the network: the secret of the address, or the public form, is the only key
    "network:invitation_accept": "page",
    "network:claim_create": "page",
    "network:claim_confirm": "page",
    # Personal links of the campaigns: the token of the address is the only key
    "contributions:update_link": "page",
    "contributions:update_section": "page",
    "contributions:update_done": "page",
    "contributions:update_stop": "page",
    # Kiosks
    "bornes:kiosk_home": "page",
    "bornes:kiosk_language": "page",
    "bornes:kiosk_service": "page",
    "bornes:kiosk_theme": "page",
    "bornes:kiosk_urgent": "page",
    "bornes:kiosk_offline": "page",
    "bornes:kiosk_lost": "action",  # a 404 only: tests/e2e/pages.py opens it
    "bornes:kiosk_worker": "data",
    "bornes:kiosk_manifest": "data",
    # API
    "api:root": "data",
    "api:docs": "page",
    "api:openapi": "data",
    "api:lieux": "data",
    "api:lieu": "data",
    "api:lieux_csv": "data",
    "api:lieux_json": "data",
    "api:lieux_geojson": "data",
    "api:communes": "data",
    "api:territoires": "data",
    "api:vocabularies": "data",
    "api:unknown": "data",
}

# Secrets of the links that tests/e2e/personal_link.py makes.
INVITATION_TOKEN = "invitation-des-essais"
CLAIM_TOKEN = "rattachement-des-essais"
# The kiosk that it makes.
KIOSK = "borne-des-essais"

# Page -> address opened by the accessibility and width tests, on the demonstration data.
# « {number} » is that of a report made by the test, « {token} » that of a personal link.
AXE_PAGES: dict[str, str] = {
    "account_login": "/connexion/",
    "portal:home": "/",
    "portal:about": "/a-propos/",
    "portal:accessibility": "/accessibilite/",
    "portal:legal": "/mentions-legales/",
    "portal:privacy": "/vos-donnees/",
    "portal:data": "/donnees/",
    "portal:languages": "/langues/",
    "portal:site_map": "/plan-du-site/",
    "portal:charter": "/charte/",
    "directory:lieu_list": "/lieux/?ou=Gallardon",
    "directory:lieu_detail": "/lieux/{slug}/",
    "orientation:slip": "/orientation/papier/{slug}/?ou=commune:28168&besoin=demarches&avec=tr",
    "orientation:diagnosis": "/diagnostic/",
    "orientation:conversation": "/orientation/",
    "directory:territory_index": "/territoires/",
    "directory:territory_detail": "/territoires/bassin/chartres/",
    "directory:embed_builder": "/integrer/",
    "contributions:report_create": "/lieux/{slug}/signaler/",
    "contributions:proposal_create": "/lieux/{slug}/proposer/?partie=horaires",
    "contributions:lieu_propose": "/proposer-un-lieu/",
    "contributions:report_find": "/signalements/",
    "contributions:report_detail": "/signalements/{number}/",
    "network:claim_create": "/lieux/{slug}/rattacher/",
    # A wrong link shows the page that says what to do.
    "network:invitation_accept": f"/invitation/{INVITATION_TOKEN}/",
    "network:claim_confirm": f"/rattachement/{CLAIM_TOKEN}/",
    "contributions:update_link": "/mise-a-jour/{token}/",
    "contributions:update_section": "/mise-a-jour/{token}/partie/horaires/",
    "contributions:update_done": "/mise-a-jour/{token}/merci/",
    "contributions:update_stop": "/mise-a-jour/{token}/arret/",
    "bornes:kiosk_home": f"/borne/{KIOSK}/",
    "bornes:kiosk_language": f"/borne/{KIOSK}/fr/",
    "bornes:kiosk_service": f"/borne/{KIOSK}/fr/demarches/",
    "bornes:kiosk_theme": f"/borne/{KIOSK}/fr/demarches/social_sante/",
    "bornes:kiosk_urgent": f"/borne/{KIOSK}/fr/urgence/",
    "bornes:kiosk_offline": f"/borne/{KIOSK}/fr/hors-reseau/",
    "api:docs": "/api/v1/docs",
}
