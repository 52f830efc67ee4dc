# ruff: noqa: E501 - texts are kept whole, with the signs of real ones
"""Texts of opening hours, invented in the style of real ones, with what they must give.

Each was read by a person; None: nothing can be said for sure.
"""

CASES: tuple[tuple[str, str | None], ...] = (
    (
        "Lundi de 8h30 à midi et de 13h30 à 17h",
        "Mo 08:30-12:00,13:30-17:00",
    ),
    (
        "Du lundi au jeudi 9h - midi / 14h - 18h, vendredi 9h - midi",
        "Mo-Th 09:00-12:00,14:00-18:00; Fr 09:00-12:00",
    ),
    (
        "1er et 3e samedi du mois de 10h à 12h",
        "Sa[1,3] 10:00-12:00",
    ),
    (
        "Mardi et jeudi 14h-18h, 1er et 3ème samedis du mois 9h-12h",
        "Tu,Th 14:00-18:00; Sa[1,3] 09:00-12:00",
    ),
    (
        "Mercredi 14h-17h (semaines impaires uniquement)",
        "week 1-53/2 We 14:00-17:00",
    ),
    (
        "Semaine paire : lundi 9h-12h, mardi 14h-17h. Semaine impaire : mercredi 9h-12h, jeudi 14h-17h",
        "week 2-52/2 Mo 09:00-12:00; week 2-52/2 Tu 14:00-17:00; week 1-53/2 We 09:00-12:00; week 1-53/2 Th 14:00-17:00",
    ),
    (
        "Un lundi sur deux (semaines paires) de 14h à 17h",
        "week 2-52/2 Mo 14:00-17:00",
    ),
    (
        "Un mardi sur deux de 14h à 17h",
        None,
    ),
    (
        "Lundi au vendredi 9h-17h, fermé pendant les vacances scolaires",
        "Mo-Fr 09:00-17:00; SH off",
    ),
    (
        "Du mardi au samedi de 10h à 18h sauf jours fériés",
        "Tu-Sa 10:00-18:00; PH off",
    ),
    (
        "Lundi au vendredi 8h30-12h30 13h30-17h30 (16h30 le vendredi)",
        "Mo-Th 08:30-12:30,13:30-17:30; Fr 08:30-12:30,13:30-16:30",
    ),
    (
        "Du lundi au vendredi : 9h-12h / 14h-17h sauf mercredi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Du lundi au vendredi de 9h à 12h et de 14h à 17h, sauf le mardi matin",
        "Mo,We-Fr 09:00-12:00,14:00-17:00; Tu 14:00-17:00",
    ),
    (
        "Du lundi au samedi 9h-19h sauf le samedi 9h-12h",
        "Mo-Fr 09:00-19:00; Sa 09:00-12:00",
    ),
    (
        "Tous les jours sauf le dimanche de 9h à 18h",
        "Mo-Sa 09:00-18:00",
    ),
    (
        "Tous les jours de 9h à 18h sauf le dimanche",
        "Mo-Sa 09:00-18:00",
    ),
    (
        "7j/7 de 8h à 20h",
        "Mo-Su 08:00-20:00",
    ),
    (
        "24h/24 7j/7",
        "24/7",
    ),
    (
        "Ouvert en semaine de 9h à 17h et le week-end de 10h à 12h",
        "Mo-Fr 09:00-17:00; Sa,Su 10:00-12:00",
    ),
    (
        "Lun. au ven. : 8h30-12h30 et 13h30-17h ; sam. : 9h-12h",
        "Mo-Fr 08:30-12:30,13:30-17:00; Sa 09:00-12:00",
    ),
    (
        "Lundi-Mardi-Jeudi-Vendredi 9h-12h",
        "Mo,Tu,Th,Fr 09:00-12:00",
    ),
    (
        "Lundi : 9h-12h, 14h-17h - Mardi : 9h-12h",
        "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00",
    ),
    (
        "Lundi 9h00/12h00 14h00/17h30 Mardi 14h00/17h30 Jeudi 9h00/12h00",
        "Mo 09:00-12:00,14:00-17:30; Tu 14:00-17:30; Th 09:00-12:00",
    ),
    (
        "Mardi: 10h-12h30; 14h-18h. Mercredi: 10h-18h. Fermé le lundi.",
        "Tu 10:00-12:30,14:00-18:00; We 10:00-18:00",
    ),
    (
        "Fermé le lundi. Du mardi au vendredi : 10h-12h30 et 14h-18h",
        "Tu-Fr 10:00-12:30,14:00-18:00",
    ),
    (
        "Fermé lundi et dimanche - Mardi au samedi 9h-12h 14h-18h",
        "Tu-Sa 09:00-12:00,14:00-18:00",
    ),
    (
        "Accueil téléphonique : du lundi au vendredi 9h-12h. Accueil physique : mardi 14h-17h",
        "Tu 14:00-17:00",
    ),
    (
        "Accueil physique du lundi au vendredi 9h-12h ; accueil téléphonique de 14h à 17h",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Vedredi 9h-12h Jeuid 14h-17h",
        "Th 14:00-17:00; Fr 09:00-12:00",
    ),
    (
        "Mecredi : 14h-18h / Sammedi : 10h-12h",
        "We 14:00-18:00; Sa 10:00-12:00",
    ),
    (
        "Le mardi, de 9 heures à 12 heures et de 14 heures à 17 heures 30",
        "Tu 09:00-12:00,14:00-17:30",
    ),
    (
        "Jeudi 9.00-12.00 et 14.00-17.00",
        "Th 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi 9h a 12h et 14h a 17h",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi matin 9h-12h, mardi après-midi 14h-17h",
        "Mo 09:00-12:00; Tu 14:00-17:00",
    ),
    (
        "Lundi matin, mardi après-midi",
        None,
    ),
    (
        "Lundi : matin 9h-12h, après-midi 14h-17h",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "Du lundi au vendredi : le matin de 9h à 12h, l'après-midi de 14h à 17h",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Le matin de 9h à 12h du lundi au vendredi",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Du lundi au vendredi matin : 9h-12h, 14h-17h",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00",
    ),
    (
        "Mardi 9h-12h et 14h-17h Mercredi fermé Jeudi 9h-12h",
        "Tu 09:00-12:00,14:00-17:00; Th 09:00-12:00",
    ),
    (
        "Juillet et août : lundi au vendredi 8h-13h. De septembre à juin : lundi au vendredi 9h-17h",
        "Jul-Aug Mo-Fr 08:00-13:00; Sep-Jun Mo-Fr 09:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-17h. Fermé en août.",
        "Mo-Fr 09:00-17:00; Aug off",
    ),
    (
        "Lundi au vendredi 9h-17h. Fermeture annuelle du 1er au 15 août",
        "Mo-Fr 09:00-17:00; Aug 01-15 off",
    ),
    (
        "Mardi au samedi 10h-18h. Fermé du 24 décembre au 2 janvier.",
        "Tu-Sa 10:00-18:00; Dec 24-Jan 02 off",
    ),
    (
        "Horaires d'été : mardi au vendredi 9h-12h",
        "Jul-Aug Tu-Fr 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h 14h-17h. Horaires d'été : lundi au vendredi 8h-13h",
        "Mo-Fr 09:00-12:00,14:00-17:00; Jul-Aug Mo-Fr 08:00-13:00",
    ),
    (
        "Période scolaire : mardi 16h-18h, mercredi 10h-12h. Vacances : mardi 14h-18h",
        "Tu 16:00-18:00; We 10:00-12:00; SH Tu 14:00-18:00; SH We off",
    ),
    (
        "En période scolaire : mardi 16h30-18h30 et pendant les vacances scolaires : mardi 10h-12h",
        "Tu 16:30-18:30; SH Tu 10:00-12:00",
    ),
    (
        "Vendredi de 9h à 12h (hors vacances scolaires)",
        "Fr 09:00-12:00; SH off",
    ),
    (
        "Mercredi 9h-12h et 14h-18h, fermé le mercredi pendant les vacances scolaires",
        "We 09:00-12:00,14:00-18:00; SH We off",
    ),
    (
        "Le premier lundi de chaque mois de 14h à 16h30",
        "Mo[1] 14:00-16:30",
    ),
    (
        "Le 2e mardi et le 4e jeudi du mois de 9h à 12h",
        "Tu[2] 09:00-12:00; Th[4] 09:00-12:00",
    ),
    (
        "Dernier mercredi du mois : 14h-17h",
        "We[-1] 14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h, premier samedi du mois 9h-12h",
        "Mo-Fr 09:00-12:00; Sa[1] 09:00-12:00",
    ),
    (
        "Lundi au vendredi de 8h30 à 17h (fermeture à 16h le vendredi)",
        "Mo-Th 08:30-17:00; Fr 08:30-16:00",
    ),
    (
        "Lundi au jeudi 9h-17h, vendredi jusqu'à 16h",
        "Mo-Th 09:00-17:00; Fr 09:00-16:00",
    ),
    (
        "Du lundi au vendredi 9h-18h, nocturne le jeudi jusqu'à 20h",
        "Mo-We,Fr 09:00-18:00; Th 09:00-20:00",
    ),
    (
        "Lundi 14h-18h sur rendez-vous, mardi 9h-12h sans rendez-vous",
        "Mo 14:00-18:00; Tu 09:00-12:00",
    ),
    (
        "Lundi et mardi sur rendez-vous uniquement, jeudi 9h-12h",
        "Th 09:00-12:00",
    ),
    (
        "Sur rendez-vous du lundi au vendredi de 9h à 17h",
        'Mo-Fr 09:00-17:00 "sur rendez-vous"',
    ),
    (
        "Sur rendez-vous uniquement",
        None,
    ),
    (
        "Horaires variables, se renseigner en mairie",
        None,
    ),
    (
        "Mardi 14h-17h ou sur rendez-vous",
        "Tu 14:00-17:00",
    ),
    (
        "Mardi ou jeudi 14h-17h",
        None,
    ),
    (
        "Mardi 9h-12h ou 14h-17h",
        None,
    ),
    (
        "lundi 14h",
        None,
    ),
    (
        "Mardi à partir de 14h",
        None,
    ),
    (
        "De 9h à 17h",
        None,
    ),
    (
        "Mardi 12h-9h",
        None,
    ),
    (
        "Lundi 9h-12h / 14h-16h30 (fermé au public le lundi matin)",
        "Mo 14:00-16:30",
    ),
    (
        "Lundi 9h-12h30 13h30-17h, Mardi idem",
        None,
    ),
    (
        "Lundi 9h-12h, mardi idem",
        None,
    ),
    (
        "lundi 9h-12h;mardi 9h-12h;mercredi fermé;jeudi 9h-12h;vendredi 9h-12h",
        "Mo,Tu,Th,Fr 09:00-12:00",
    ),
    (
        "Lundi: Fermé - Mardi: 10h-18h - Mercredi: 10h-18h",
        "Tu,We 10:00-18:00",
    ),
    (
        "L-M-M-J-V 9h-12h",
        None,
    ),
    (
        "Lun, mar, jeu : 9h-12h30",
        "Mo,Tu,Th 09:00-12:30",
    ),
    (
        "MARDI : 10H00 – 12H00 ET 15H00 – 18H00",
        "Tu 10:00-12:00,15:00-18:00",
    ),
    (
        "Mairie : lundi 9h-12h. Médiathèque : mardi 14h-18h",
        None,
    ),
    (
        "Médiathèque : mardi 14h-18h, samedi 10h-12h",
        "Tu 14:00-18:00; Sa 10:00-12:00",
    ),
    (
        "Cybercentre ouvert du mardi au vendredi de 14h à 18h et le samedi de 10h à 12h",
        "Tu-Fr 14:00-18:00; Sa 10:00-12:00",
    ),
    (
        "Bâtiment B du lundi au vendredi 9h-12h",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Lundi 9h-12h bâtiment B",
        None,
    ),
    (
        "Mercredi 14h-18h (accueil des enfants de 6 à 12 ans)",
        "We 14:00-18:00",
    ),
    (
        "Mardi 9h-12h : scolaires ; mercredi 14h-18h : tout public",
        "We 14:00-18:00",
    ),
    (
        "Mardi de 10h à 12h (réservé aux adhérents), mercredi de 14h à 18h",
        "We 14:00-18:00",
    ),
    (
        "9h30-12h30 le lundi et 14h-17h le mardi",
        "Mo 09:30-12:30; Tu 14:00-17:00",
    ),
    (
        "de 9h à 12h les lundis et jeudis",
        "Mo,Th 09:00-12:00",
    ),
    (
        "14h-18h mardi, 9h-12h mercredi",
        "Tu 14:00-18:00; We 09:00-12:00",
    ),
    (
        "9h-12h lundi, mardi et jeudi ; 14h-17h vendredi",
        "Mo,Tu,Th 09:00-12:00; Fr 14:00-17:00",
    ),
    (
        "Lundi au Vendredi de 9h00-12h00 à 13h30-17h00",
        "Mo-Fr 09:00-12:00,13:30-17:00",
    ),
    (
        "Lundi: 08:00-12:00,13:00-17:00 Mardi: 08:00-12:00",
        "Mo 08:00-12:00,13:00-17:00; Tu 08:00-12:00",
    ),
    (
        "Lundi 8 h 30 - 12 h 30",
        "Mo 08:30-12:30",
    ),
    (
        "Le lundi de 8 h à 12 h et de 13 h 30 à 17 h 30 et du mardi au vendredi de 8 h à 12 h",
        "Mo 08:00-12:00,13:30-17:30; Tu-Fr 08:00-12:00",
    ),
    (
        "Lundi au vendredi, 9h-12h et 14h-17h. Samedi matin sur rendez-vous.",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Le samedi matin de 9h30 à 12h, sauf pendant les vacances scolaires",
        "Sa 09:30-12:00; SH off",
    ),
    (
        "Lundi 10h-12h (semaine A), mardi 10h-12h",
        None,
    ),
    (
        "tous les jeudis, de 18h à minuit",
        "Th 18:00-24:00",
    ),
    (
        "Vendredi 20h-2h",
        "Fr 20:00-02:00",
    ),
    (
        "Lundi 9h-12h - 13h30-17h ; le mercredi jusqu'à 18h",
        "Mo 09:00-12:00,13:30-17:00; We 09:00-12:00,13:30-18:00",
    ),
    (
        "mardi/jeudi 9h-12h",
        "Tu,Th 09:00-12:00",
    ),
    (
        "mardi & jeudi 9h-12h",
        "Tu,Th 09:00-12:00",
    ),
    (
        "Mardi: 9h - 12h + 14h -17h",
        "Tu 09:00-12:00,14:00-17:00",
    ),
    (
        "lundi. 9h-12h mardi. 14h-17h",
        "Mo 09:00-12:00; Tu 14:00-17:00",
    ),
    (
        "Lundi 9h30- 12h 14h - 17h30, Mardi 9h30 -12h",
        "Mo 09:30-12:00,14:00-17:30; Tu 09:30-12:00",
    ),
    (
        "Du lundi au vendredi (sauf mercredi) : 9h-12h",
        "Mo,Tu,Th,Fr 09:00-12:00",
    ),
    (
        "Du lundi au vendredi (sauf mercredi après-midi) : 9h-12h et 14h-17h",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Du lundi au vendredi de 9h à 12h30 et de 13h30 à 17h (sauf vendredi 16h)",
        "Mo-Th 09:00-12:30,13:30-17:00; Fr 09:00-12:30,13:30-16:00",
    ),
    (
        "Du lundi au vendredi 9h-12h30 / 13h30-17h30 sauf le vendredi fermeture à 16h30",
        "Mo-Th 09:00-12:30,13:30-17:30; Fr 09:00-12:30,13:30-16:30",
    ),
    (
        "Permanence tous les mercredis de 14h à 16h à la mairie",
        "We 14:00-16:00",
    ),
    (
        "Permanence le mardi 9h-12h et 14h-17h, permanence sur rendez-vous le jeudi",
        'Tu 09:00-12:00,14:00-17:00 "sur rendez-vous"',
    ),
    (
        "Lundi 13h30 17h30 mardi 8h30 12h 13h30 17h30",
        "Mo 13:30-17:30; Tu 08:30-12:00,13:30-17:30",
    ),
    (
        "Lundi 1330-1730",
        None,
    ),
    (
        "lundi 9h12h 14h17h30",
        "Mo 09:00-12:00,14:00-17:30",
    ),
    (
        "Lundi 9h 12h30 14h 17h",
        "Mo 09:00-12:30,14:00-17:00",
    ),
    (
        "Lundi 9 h 12 h 30 14 h 17 h",
        "Mo 09:00-12:30,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h 14h-17h (vacances scolaires : 9h-12h)",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH Mo-Fr 09:00-12:00",
    ),
    (
        "Mardi 15h-18h, mercredi 10h-12h et 14h-18h, vacances scolaires : du mardi au vendredi 10h-12h et 14h-18h",
        "Tu 15:00-18:00; We 10:00-12:00,14:00-18:00; SH Tu-Fr 10:00-12:00,14:00-18:00",
    ),
    (
        "Ouvert les lundis, mardis, jeudis et vendredis de 8h30 à 12h",
        "Mo,Tu,Th,Fr 08:30-12:00",
    ),
    (
        "Ouvert le lundi de 9h à 12h, fermé l'après-midi",
        "Mo 09:00-12:00",
    ),
    (
        "Ouvert du lundi au vendredi de 9h à 18h, fermé de 12h à 14h",
        "Mo-Fr 09:00-12:00,14:00-18:00",
    ),
    (
        "Lundi : 9h-12h et 13h-17h fermé les jours fériés et pendant les vacances de Noël",
        "Mo 09:00-12:00,13:00-17:00; PH off",
    ),
    (
        "Mercredi et samedi 14h-18h en période scolaire, du lundi au vendredi 14h-18h pendant les vacances",
        "We,Sa 14:00-18:00; SH Mo-Fr 14:00-18:00; SH Sa off",
    ),
    (
        "Lundi au vendredi 9h-12h 14h-17h, vendredi 9h-12h",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00",
    ),
    (
        "Lundi au vendredi : 9h-12h. Mercredi : 14h-17h",
        "Mo,Tu,Th,Fr 09:00-12:00; We 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi 9h-12h Lundi 14h-17h",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi 9h-12h Lundi 10h-13h",
        None,
    ),
    (
        "Du 1er juillet au 31 août : lundi au vendredi 9h-13h",
        "Jul 01-Aug 31 Mo-Fr 09:00-13:00",
    ),
    (
        "Du 5/07/2023 au 31/08/2023 : lundi 9h-13h",
        None,
    ),
    (
        "Lundi 9h-12h <br/> Mardi 14h-17h",
        "Mo 09:00-12:00; Tu 14:00-17:00",
    ),
    (
        "<p>Lundi&nbsp;: 9h-12h</p><p>Mardi&nbsp;: 14h-17h</p>",
        "Mo 09:00-12:00; Tu 14:00-17:00",
    ),
    (
        "Lundi au jeudi de 8h30 Ã  12h",
        "Mo-Th 08:30-12:00",
    ),
    (
        "lundi 9h - 12h / mardi 14h - 17h / les autres jours sur rdv",
        "Mo 09:00-12:00; Tu 14:00-17:00",
    ),
    (
        "Mardi et jeudi : 9h-12h Autres jours sur rendez-vous",
        "Tu,Th 09:00-12:00",
    ),
    (
        "Lundi-vendredi: 9h-18h; Samedi: 10h-16h; Dimanche: fermé",
        "Mo-Fr 09:00-18:00; Sa 10:00-16:00",
    ),
    (
        "Lundi: 9h-12h et de 14h à 17h; mardi 9h-12h et 14h à",
        None,
    ),
    (
        "Tous les matins du lundi au vendredi de 9h à 12h",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Les lundis et jeudis après-midi de 14h à 17h",
        "Mo,Th 14:00-17:00",
    ),
    (
        "Mardi : 9h30 -11h30 atelier tablette, jeudi : 14h-16h atelier smartphone",
        "Tu 09:30-11:30; Th 14:00-16:00",
    ),
    (
        "Lundi 9h-12h (Tours), mardi 9h-12h (Blois)",
        None,
    ),
    (
        "Du mardi au vendredi de 14h à 18 h et samedi de 10h à 12h et de 14h à 17 h",
        "Tu-Fr 14:00-18:00; Sa 10:00-12:00,14:00-17:00",
    ),
    (
        "Mardi 14h-19h ; Mercredi 10h-12h30 / 13h30-19h ; Vendredi 14h-19h ; Samedi 10h-12h30 / 13h30-18h",
        "Tu,Fr 14:00-19:00; We 10:00-12:30,13:30-19:00; Sa 10:00-12:30,13:30-18:00",
    ),
    (
        "Du lundi au vendredi de 9h à 12h30 - 13h30 à 17h30 et samedi sur RDV",
        "Mo-Fr 09:00-12:30,13:30-17:30",
    ),
    (
        "Lundi 14:00 - 17:30 | Mardi 09:00 - 12:30 / 14:00 - 17:30",
        "Mo 14:00-17:30; Tu 09:00-12:30,14:00-17:30",
    ),
    (
        "Ouvert du lundi au vendredi. 9h-12h et 14h-17h",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Horaires : 9h-12h 14h-17h. Jours : lundi, mardi, jeudi",
        "Mo,Tu,Th 09:00-12:00,14:00-17:00",
    ),
    (
        "Jours d'ouverture : lundi, mardi. Horaires : 9h-12h",
        "Mo,Tu 09:00-12:00",
    ),
    (
        "Lundi  et mardi de 9 à 12 heures et de 14 à 17 heures",
        "Mo,Tu 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi 9h-13h, mardi 9h-13h et 14h-18h, mercredi fermeture, jeudi 9h-13h",
        "Mo,Th 09:00-13:00; Tu 09:00-13:00,14:00-18:00",
    ),
    (
        "Premier et troisième mercredi : 14h-16h30",
        "We[1,3] 14:00-16:30",
    ),
    (
        "tous les 2èmes jeudis du mois, 14h30-17h",
        "Th[2] 14:30-17:00",
    ),
    (
        "lundi : 9h/12h & 13h30/17h30 - mercredi : 9h/12h - fermé les autres jours",
        "Mo 09:00-12:00,13:30-17:30; We 09:00-12:00",
    ),
    (
        "Mardi 17h-19h et samedi 10h-12h (pas de permanence en août)",
        "Tu 17:00-19:00; Sa 10:00-12:00; Aug off",
    ),
    (
        "Lundi au vendredi 9h-12h30 / 13h30-17h30 sauf le vendredi fermeture à 16h30",
        "Mo-Th 09:00-12:30,13:30-17:30; Fr 09:00-12:30,13:30-16:30",
    ),
    (
        "Lundi de 8h30 à 11h30, Mardi et jeudi de 13h30 à 17h, Uniquement sur rendez-vous",
        'Mo 08:30-11:30 "sur rendez-vous"; Tu,Th 13:30-17:00 "sur rendez-vous"',
    ),
    (
        "Mercredi : 14h/17h et sur RDV",
        'We 14:00-17:00 "sur rendez-vous"',
    ),
    (
        "Lundi à vendredi de 8h à 12h et de 14h à 16h, sauf jeudi de 8h à 12h",
        "Mo-We,Fr 08:00-12:00,14:00-16:00; Th 08:00-12:00",
    ),
    (
        "Sans rendez-vous le lundi et jeudi de 9h à 12h, sur rendez-vous le mardi de 14h à 17h",
        "Mo,Th 09:00-12:00; Tu 14:00-17:00",
    ),
    (
        "Sur rendez-vous : mardi 9h-12h. Sans rendez-vous : jeudi 14h-17h",
        "Tu 09:00-12:00; Th 14:00-17:00",
    ),
    (
        "Accueil du lundi au vendredi de 9h à 12h et de 14h à 17h, Permanence téléphonique de 8h à 9h",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Téléphone : 01 23 45 67 89 Lundi 9h-12h",
        "Mo 09:00-12:00",
    ),
    (
        "Du lundi au vendredi de 9h à 12h. Tél : 01 23 45 67 89",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Lundi de 9h à 12h - Tél. 05.55.12.34.56 - Fax 05.55.12.34.57",
        "Mo 09:00-12:00",
    ),
    (
        "Lun/Mar/Jeu/Ven 9h/12h 14h/17h Mer 9h/12h",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Lun-Ven 9h/18h Sam 9h/12h",
        "Mo-Fr 09:00-18:00; Sa 09:00-12:00",
    ),
    (
        "mar 14h/18h mer 10h/12h 14h/18h ven 16h/19h sam 10h/12h",
        "Tu 14:00-18:00; We 10:00-12:00,14:00-18:00; Fr 16:00-19:00; Sa 10:00-12:00",
    ),
    (
        "Mardi à samedi 10h/12h et 14h/18h sauf jeudi matin",
        "Tu,We,Fr,Sa 10:00-12:00,14:00-18:00; Th 14:00-18:00",
    ),
    (
        "Tous les jours 9h/12h sauf dim",
        "Mo-Sa 09:00-12:00",
    ),
    (
        "Tlj sauf lundi 10h-18h",
        "Tu-Su 10:00-18:00",
    ),
    (
        "Mardi matin et jeudi matin 9h-12h",
        "Tu,Th 09:00-12:00",
    ),
    (
        "Mardi et jeudi matin 9h-12h",
        "Tu,Th 09:00-12:00",
    ),
    (
        "Mardi et jeudi matin",
        None,
    ),
    (
        "Lundi, mardi, jeudi, vendredi : 8h45-12h15 et 13h30-17h ; mercredi : 8h45-12h15",
        "Mo,Tu,Th,Fr 08:45-12:15,13:30-17:00; We 08:45-12:15",
    ),
    (
        "Lundi/Mardi: 9h-12h, 14h-18h| Jeudi: 9h-12h",
        "Mo,Tu 09:00-12:00,14:00-18:00; Th 09:00-12:00",
    ),
    (
        "lundi au vendredi, 9h-12h & 14h-17h, fermé le mercredi après midi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "lundi au vendredi : 9h-12h / 14h-17h ; fermé mercredi après-midi et vendredi après-midi",
        "Mo,Tu,Th 09:00-12:00,14:00-17:00; We,Fr 09:00-12:00",
    ),
    (
        "Lundi au vendredi de 9h à 12h et l'après-midi sur rendez-vous",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Du lundi au jeudi : 9h-12h30 / 14h-17h30. Vendredi : 9h-12h30 / 14h-16h30. Fermé les week-ends et jours fériés.",
        "Mo-Th 09:00-12:30,14:00-17:30; Fr 09:00-12:30,14:00-16:30; PH off",
    ),
    (
        "Du lundi au vendredi : 9h - 12h / 14h - 17h.  Le samedi : 9h - 12h (sauf juillet et août)",
        "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; Jul-Aug Sa off",
    ),
    (
        "Samedi 9h-12h sauf en août",
        "Sa 09:00-12:00; Aug off",
    ),
    (
        "Mardi 16h-18h (sauf vacances scolaires)",
        "Tu 16:00-18:00; SH off",
    ),
    (
        "Lundi au vendredi de 9h à 17h hors vacances scolaires et jours fériés",
        "Mo-Fr 09:00-17:00; SH off; PH off",
    ),
    (
        "mercredi de 14h à 17h pendant les vacances scolaires",
        "SH We 14:00-17:00",
    ),
    (
        "Mercredi de 14h à 17h (et du lundi au vendredi pendant les vacances)",
        None,
    ),
    (
        "Mardi 9h-12h (fermé pendant les petites vacances)",
        "Tu 09:00-12:00; SH off",
    ),
    (
        "De septembre à juin : lundi, mardi 9h-12h",
        "Sep-Jun Mo,Tu 09:00-12:00",
    ),
    (
        "Du 15 septembre au 15 juin, mardi de 14h à 16h",
        "Sep 15-Jun 15 Tu 14:00-16:00",
    ),
    (
        "Ouvert toute l'année du lundi au vendredi de 9h à 17h",
        "Mo-Fr 09:00-17:00",
    ),
    (
        "Ouvert toute l'année sauf août, du lundi au vendredi de 9h à 17h",
        "Mo-Fr 09:00-17:00; Aug off",
    ),
    (
        "Lundi au vendredi : 9h - 18h non stop",
        "Mo-Fr 09:00-18:00",
    ),
    (
        "Lundi au samedi : 8h à 20h sans interruption",
        "Mo-Sa 08:00-20:00",
    ),
    (
        "du lundi au vendredi 8h30-12h et 13h-16h30 (accueil fermé le jeudi)",
        "Mo-We,Fr 08:30-12:00,13:00-16:30",
    ),
    (
        "Lundi 14:00-18:00 Mardi 10:00-12:00 14:00-18:00",
        "Mo 14:00-18:00; Tu 10:00-12:00,14:00-18:00",
    ),
    (
        "lundi 14h00 - 18h00mardi 9h00 - 12h00mercredi 9h00 - 12h00",
        "Mo 14:00-18:00; Tu,We 09:00-12:00",
    ),
    (
        "Lundi14h-18h Mardi9h-12h",
        "Mo 14:00-18:00; Tu 09:00-12:00",
    ),
    (
        "Mo-Fr 9:00-12:00, 14:00-17:00",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Mo, Tu 9:00-12:00",
        "Mo,Tu 09:00-12:00",
    ),
    (
        "Mo-Fr 09:00-12:00; Sa 09:00-11:00",
        "Mo-Fr 09:00-12:00; Sa 09:00-11:00",
    ),
    (
        "Mo-Fr 09:00-12:00; Sa off; PH off",
        "Mo-Fr 09:00-12:00; Sa off; PH off",
    ),
    (
        "Tu[1,3] 14:00-17:00",
        "Tu[1,3] 14:00-17:00",
    ),
    (
        "Ouvert le 1er mardi du mois 9h-12h et le 3e jeudi du mois 14h-17h",
        "Tu[1] 09:00-12:00; Th[3] 14:00-17:00",
    ),
    (
        "Les 1ers et 3èmes lundis du mois de 9h30 à 12h",
        "Mo[1,3] 09:30-12:00",
    ),
    (
        "1er, 2ème et 4ème mercredi de 14h à 17h",
        "We[1,2,4] 14:00-17:00",
    ),
    (
        "Chaque dernier vendredi du mois de 9h à 11h",
        "Fr[-1] 09:00-11:00",
    ),
    (
        "Le premier et le dernier samedi du mois 10h-12h",
        "Sa[1,-1] 10:00-12:00",
    ),
    (
        "mardi de 14h à 16h (1er et 3ème du mois)",
        "Tu[1,3] 14:00-16:00",
    ),
    (
        "Samedi 9h-12h, 1 samedi sur 2",
        None,
    ),
    (
        "Mercredi une semaine sur deux 9h-12h",
        None,
    ),
    (
        "Jeudi 14h-17h tous les 15 jours",
        None,
    ),
    (
        "Jeudi matin semaine paire de 9h à 12h",
        "week 2-52/2 Th 09:00-12:00",
    ),
    (
        "Lundi 9h-12h semaine paire, 14h-17h semaine impaire",
        "week 2-52/2 Mo 09:00-12:00; week 1-53/2 Mo 14:00-17:00",
    ),
    (
        "Lundi matin semaines paires et mardi matin semaines impaires : 9h-12h",
        None,
    ),
    (
        "1h le mardi",
        None,
    ),
    (
        "Mardi 9 h 30 à 11 h 30 pour les enfants et 14 h à 16 h pour les adultes",
        None,
    ),
    (
        "Enfants : mercredi 14h-16h. Adultes : jeudi 18h-20h",
        None,
    ),
    (
        "Atelier le mardi de 14h à 16h",
        "Tu 14:00-16:00",
    ),
    (
        "Cours d'informatique le jeudi de 14h à 16h, accès libre le mercredi de 10h à 12h",
        "We 10:00-12:00; Th 14:00-16:00",
    ),
    (
        "le mardi de 9h à 12 h 00 et le jeudi de 13h 30 à 16 h 30",
        "Tu 09:00-12:00; Th 13:30-16:30",
    ),
    (
        "De 9h à 12h le lundi et de 14h à 17h du mardi au jeudi",
        "Mo 09:00-12:00; Tu-Th 14:00-17:00",
    ),
    (
        "De 9h à 12h et de 14h à 17h (16h le vendredi) du lundi au vendredi",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00,14:00-16:00",
    ),
    (
        "Du lundi au vendredi 9h-12h et 14h-17h (sauf le mercredi et le vendredi après-midi)",
        None,
    ),
    (
        "Lundi, mardi 8h-12h 13h-17h, mercredi 8h-12h, jeudi 8h-12h 13h-17h, vendredi 8h-12h 13h-16h, samedi sur rendez-vous",
        "Mo,Tu,Th 08:00-12:00,13:00-17:00; We 08:00-12:00; Fr 08:00-12:00,13:00-16:00",
    ),
    (
        "Ouvert les mardi, mercredi, vendredi après-midi de 14h à 18h et samedi matin de 9h à 12h",
        "Tu,We,Fr 14:00-18:00; Sa 09:00-12:00",
    ),
    (
        "Ouvert : lundi 13h30 à 17h00 mardi et jeudi 9h00 à 12h00 et 13h30 à 18h00 mercredi 9h00 à 12h00",
        "Mo 13:30-17:00; Tu,Th 09:00-12:00,13:30-18:00; We 09:00-12:00",
    ),
    (
        "Lundi : de 8 h 30 à 12 h 00 // 13 h 30 à 17 h 00",
        "Mo 08:30-12:00,13:30-17:00",
    ),
    (
        "Du lundi au vendredi : 8 h 30 > 12 h et 13 h 30 > 17 h 30",
        "Mo-Fr 08:30-12:00,13:30-17:30",
    ),
    (
        "Lundi -> vendredi 9h -> 12h",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Du lundi au vendredi : 9h00 - 12h00 | 13h00 - 17h00",
        "Mo-Fr 09:00-12:00,13:00-17:00",
    ),
    (
        "Lundi au vendredi : 09H00 À 12H00 - 14H00 À 17H00",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "mardi (14h-17h), jeudi (9h-12h)",
        "Tu 14:00-17:00; Th 09:00-12:00",
    ),
    (
        "Mardi: 9h - 12h (sur RDV), 14h - 17h (sans RDV)",
        "Tu 09:00-12:00,14:00-17:00",
    ),
    (
        "lundi 8h30-12h (accueil sans rdv), 13h30-17h (sur rdv)",
        "Mo 08:30-12:00,13:30-17:00",
    ),
    (
        "Horaires d'ouverture au public : lundi 9h-12h, 14h-17h",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "horaires du secrétariat : lundi 9h-12h ; horaires au public : mardi 14h-17h",
        "Tu 14:00-17:00",
    ),
    (
        "Du mardi au vendredi 10h-18h, le samedi 10h-17h, le premier dimanche du mois 14h-18h",
        "Tu-Fr 10:00-18:00; Sa 10:00-17:00; Su[1] 14:00-18:00",
    ),
    (
        "Mardi, mercredi, vendredi : 14h-18h. Samedi : 10h-12h et 14h-17h. Horaires d'été (juillet et août) : du mardi au vendredi 9h-13h",
        None,
    ),
    (
        "Horaires d'hiver : mardi 14h-17h. Horaires d'été : mardi 9h-12h",
        None,
    ),
    (
        "Du lundi au vendredi 9h-12h, 14h-17h, vendredi 16h",
        None,
    ),
    (
        "Lundi au Vendredi 9h-12h30 14h-17h30 Vendredi 16h30",
        None,
    ),
    (
        "lundi, mardi 9h -12h et 14h-18h, mercredi 9h-12h, jeudi et vendredi 14h-18h; fermé entre Noël et le jour de l'an",
        "Mo,Tu 09:00-12:00,14:00-18:00; We 09:00-12:00; Th,Fr 14:00-18:00",
    ),
    (
        "Ouverture à 9h du lundi au vendredi, fermeture à 17h",
        None,
    ),
    (
        "lundi au vendredi de 9h00 à 12h00 et de 14h00 à 17h00 - mercredi : 9h00 à 12h00",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "lundi mardi jeudi vendredi 8h/12h 13h/17h mercredi 8h/12h fermé le samedi",
        "Mo,Tu,Th,Fr 08:00-12:00,13:00-17:00; We 08:00-12:00",
    ),
    (
        "Lundi 9h-12h (accueil) 14h-17h (rdv)",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "Mardi 9h-12h puis 14h-17h ; mercredi idem ; jeudi 9h-12h",
        None,
    ),
    (
        "vendredi 14h17h (salle des fêtes)",
        "Fr 14:00-17:00",
    ),
    (
        "Jeudi 9h-12h (en mairie), vendredi 14h-17h (à la bibliothèque)",
        None,
    ),
    (
        "le lundi au Vendredi 8h30-12h, 13h30-17h",
        "Mo-Fr 08:30-12:00,13:30-17:00",
    ),
    (
        "du lundi  vendredi 9h-12h",
        None,
    ),
    (
        "lundi vendredi 9h-12h",
        "Mo,Fr 09:00-12:00",
    ),
    (
        "du lundi et mardi 9h-12h",
        "Mo,Tu 09:00-12:00",
    ),
    (
        "de lundi à jeudi de 8h à 12h",
        "Mo-Th 08:00-12:00",
    ),
    (
        "Lundi 09h00-12h00-14h00-17h00",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi 9h-12h/13h-17h/18h-20h",
        "Mo 09:00-12:00,13:00-17:00,18:00-20:00",
    ),
    (
        "Mercredi 9h12-14h18",
        None,
    ),
    (
        "Permanences France services : mardi 9h-12h 13h30-16h30 ; jeudi 9h-12h",
        "Tu 09:00-12:00,13:30-16:30; Th 09:00-12:00",
    ),
    (
        "Lundi au vendredi de 9h à 12h et de 13h30 à 17h30, excepté le vendredi 17h",
        "Mo-Th 09:00-12:00,13:30-17:30; Fr 09:00-12:00,13:30-17:00",
    ),
    (
        "jeudi 9H-12H00/13H30-17H",
        "Th 09:00-12:00,13:30-17:00",
    ),
    (
        "samedi et dimanche 10h-12h 14h-18h et jours fériés",
        "Sa,Su 10:00-12:00,14:00-18:00",
    ),
    (
        "Samedi 10h-17h30 en continu",
        "Sa 10:00-17:30",
    ),
    (
        "Lundi de 13h15 à 17h15 le mardi de 8h15 à 12h15 et de 13h15 à 17h15 et le jeudi de 8h15 à 12h15",
        "Mo 13:15-17:15; Tu 08:15-12:15,13:15-17:15; Th 08:15-12:15",
    ),
    (
        "le mercredi 14h-16h30, le samedi 10h-12h30, hors période estivale",
        "We 14:00-16:30; Sa 10:00-12:30; Jul-Aug off",
    ),
    (
        "Sur rdv du lundi au jeudi 9h-12h et sans rdv le vendredi 9h-12h",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "9h-12h et 13h30-17h30 sauf mercredi et vendredi après-midi",
        None,
    ),
    (
        "Du Lundi au Vendredi : 9h à 12h - Les après-midis sur rendez-vous de 14h à 17h",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi de 9h à 12h30. Mardi et jeudi aux mêmes horaires",
        None,
    ),
    (
        "Les mercredis 3, 10 et 17 mai de 14h à 17h",
        None,
    ),
    (
        "Le mardi 12 mars de 9h à 12h",
        None,
    ),
    (
        "Lundi 5 : 9h-12h",
        None,
    ),
    (
        "Lundi au vendredi : 7h-19h30 ; samedi : 8h-13h ; (fermé 3 semaines en août)",
        None,
    ),
    (
        "Lundi au vendredi : 9h-17h (fermé une semaine en février et trois semaines en août)",
        None,
    ),
    (
        "Ouvert du lundi au vendredi de 9h à 12h et 14h à 17h. Fermé 5 semaines par an",
        None,
    ),
    (
        "Lundi, mardi, jeudi : 9h-12h / 13h30-17h Mercredi : 9h-12h Vendredi : 9h-12h / 13h30-16h Samedi : Fermé Dimanche : Fermé",
        "Mo,Tu,Th 09:00-12:00,13:30-17:00; We 09:00-12:00; Fr 09:00-12:00,13:30-16:00",
    ),
    (
        "L'accueil est ouvert du lundi au vendredi de 8h30 à 12h et de 13h30 à 17h.",
        "Mo-Fr 08:30-12:00,13:30-17:00",
    ),
    (
        "Nous vous accueillons du lundi au jeudi de 9h à 17h et le vendredi de 9h à 16h.",
        "Mo-Th 09:00-17:00; Fr 09:00-16:00",
    ),
    (
        "Le centre est ouvert au public les lundis, mercredis et vendredis de 14h à 18h.",
        "Mo,We,Fr 14:00-18:00",
    ),
    (
        "L'association vous accueille le mardi de 14h à 17h.",
        "Tu 14:00-17:00",
    ),
    (
        "Bureau ouvert mardi et jeudi de 10h à 16h, sur rendez-vous les autres jours",
        "Tu,Th 10:00-16:00",
    ),
    (
        "Distribution alimentaire : mardi de 14h à 16h et vendredi de 9h à 11h",
        "Tu 14:00-16:00; Fr 09:00-11:00",
    ),
    (
        "Accueil de jour : du lundi au vendredi, 8h30-11h30",
        "Mo-Fr 08:30-11:30",
    ),
    (
        "Lundi - Mardi - Jeudi - Vendredi : 9h - 17h, Mercredi : 9h - 12h",
        "Mo,Tu,Th,Fr 09:00-17:00; We 09:00-12:00",
    ),
    (
        "lundi - vendredi 9h - 17h",
        "Mo-Fr 09:00-17:00",
    ),
    (
        "Lun - Ven : 9h00 - 17h00",
        "Mo-Fr 09:00-17:00",
    ),
    (
        "Du lundi au vendredi : 9H/12H30-13H30/17H00",
        "Mo-Fr 09:00-12:30,13:30-17:00",
    ),
    (
        "Lundi, mardi, jeudi et vendredi : 8h - 12h et 13h30 - 17h30 ; Mercredi : 8h - 12h ; Fermeture annuelle en août",
        "Mo,Tu,Th,Fr 08:00-12:00,13:30-17:30; We 08:00-12:00; Aug off",
    ),
    (
        "Accueil physique : du lundi au vendredi de 9h à 12h. Accueil téléphonique : du lundi au vendredi de 9h à 17h.",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Accueil téléphonique et physique du lundi au vendredi de 9h à 12h",
        "Mo-Fr 09:00-12:00",
    ),
    (
        "Accueil physique et téléphonique : Lundi 9h-12h",
        "Mo 09:00-12:00",
    ),
    (
        "Permanence sans RDV le lundi de 14h à 17h et sur RDV les autres jours",
        "Mo 14:00-17:00",
    ),
    (
        "Mardi de 9h à 11h30 (sans RDV) et sur RDV les mercredis et vendredis de 14h à 16h",
        "Tu 09:00-11:30; We,Fr 14:00-16:00",
    ),
    (
        "Tous les mardis et jeudis de 14h à 16h30 sauf pendant les vacances scolaires",
        "Tu,Th 14:00-16:30; SH off",
    ),
    (
        "Mardi et jeudi de 17h à 19h (période scolaire)",
        "Tu,Th 17:00-19:00; SH off",
    ),
    (
        "Mardi et jeudi de 17h à 19h (en période scolaire uniquement), samedi de 10h à 12h",
        "Tu,Th 17:00-19:00; Sa 10:00-12:00; SH Tu,Th off",
    ),
    (
        "Lundi 8h-12h, 14h-18h\nMardi 8h-12h\n\nFermé le mercredi",
        "Mo 08:00-12:00,14:00-18:00; Tu 08:00-12:00",
    ),
    (
        "Le lundi et le jeudi : 9h00 - 12h00 / 14h00 - 17h00 . Le mardi et le vendredi : 9h00 - 12h00",
        "Mo,Th 09:00-12:00,14:00-17:00; Tu,Fr 09:00-12:00",
    ),
    (
        "Lundi : 9H00 à 11H45 - 14H00 à 16H45",
        "Mo 09:00-11:45,14:00-16:45",
    ),
    (
        "Lundi: 9 à 12h et 14 à 17h. Mardi: 9 à 12h",
        "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00",
    ),
    (
        "Lundi 9-12 14-17",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi 9-12 / 14-17, Mardi 9-12",
        "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00",
    ),
    (
        "Lundi 9h30/12h",
        "Mo 09:30-12:00",
    ),
    (
        "lundi 10 heures - 12 heures, 14 heures - 18 heures",
        "Mo 10:00-12:00,14:00-18:00",
    ),
    (
        "Lundi de 9h à 12h30, de 13h30 à 17h30, Mardi de 9h à 12h30",
        "Mo 09:00-12:30,13:30-17:30; Tu 09:00-12:30",
    ),
    (
        "Du lundi au vendredi De 9h00 à 12h30 De 14h00 à 17h30",
        "Mo-Fr 09:00-12:30,14:00-17:30",
    ),
    (
        "Lundi au vendredi, 8h30/12h 13h30/17h30, samedi 9h/12h",
        "Mo-Fr 08:30-12:00,13:30-17:30; Sa 09:00-12:00",
    ),
    (
        "De lundi au vendredi 9h à 18h",
        "Mo-Fr 09:00-18:00",
    ),
    (
        "Les lundis, mardis et jeudis matins de 9h à 12h et les mercredis après-midis de 14h à 17h",
        "Mo,Tu,Th 09:00-12:00; We 14:00-17:00",
    ),
    (
        "Tous les jours de la semaine de 9h à 12h",
        None,
    ),
    (
        "Chaque mardi de 14h à 17h",
        "Tu 14:00-17:00",
    ),
    (
        "Chaque matin de 9h à 12h",
        None,
    ),
    (
        "Chaque matin du lundi au samedi de 9h à 12h",
        "Mo-Sa 09:00-12:00",
    ),
    (
        "Ouvert 7 jours sur 7 de 9h à 19h",
        "Mo-Su 09:00-19:00",
    ),
    (
        "Ouvert 24h/24",
        None,
    ),
    (
        "24/7",
        "24/7",
    ),
    (
        "24h/24 et 7j/7",
        "24/7",
    ),
    (
        "Lundi au vendredi 24h/24",
        "Mo-Fr 00:00-24:00",
    ),
    (
        "Mardi 18h30 - 20h30 (hors vacances)",
        "Tu 18:30-20:30; SH off",
    ),
    (
        "Du lundi au vendredi de 7h30 à 18h30, fermeture les trois premières semaines d'août",
        "Mo-Fr 07:30-18:30; Aug 01-21 off",
    ),
    (
        "Du lundi au vendredi 9h-17h - Fermeture du 1 au 21 août et du 24 décembre au 1er janvier",
        "Mo-Fr 09:00-17:00; Aug 01-21 off; Dec 24-Jan 01 off",
    ),
    (
        "Du lundi au vendredi 9h-17h. Fermé du 14 juillet au 15 août.",
        "Mo-Fr 09:00-17:00; Jul 14-Aug 15 off",
    ),
    (
        "Lundi au vendredi 9h-17h, fermé les 24 et 31 décembre",
        None,
    ),
    (
        "Mercredi 13h30-18h, fermé la deuxième quinzaine d'août",
        "We 13:30-18:00; Aug 16-31 off",
    ),
    (
        "Ouvert de 9h à 12h et de 14h à 17h tous les jours sauf mercredi après-midi, samedi et dimanche",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Ouvert du lundi au samedi sauf le jeudi de 9h à 12h",
        "Mo-We,Fr,Sa 09:00-12:00",
    ),
    (
        "Lundi au samedi de 9h à 12h sauf le jeudi et de 14h à 18h",
        None,
    ),
    (
        "Lundi au vendredi : 9h-12h, sauf le jeudi : 14h-17h",
        "Mo-We,Fr 09:00-12:00; Th 14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h 14h-18h sauf vendredi 14h-17h",
        "Mo-Th 09:00-12:00,14:00-18:00; Fr 14:00-17:00",
    ),
    (
        "Du lundi au jeudi : 8h30 - 12h30 et 13h30 - 17h30, le vendredi jusqu'à 16h30",
        "Mo-Th 08:30-12:30,13:30-17:30; Fr 08:30-12:30,13:30-16:30",
    ),
    (
        "Lundi au vendredi 9h00-17h00 (jeudi 19h)",
        "Mo-We,Fr 09:00-17:00; Th 09:00-19:00",
    ),
    (
        "Lundi au vendredi 9h00-17h00 (19h le jeudi)",
        "Mo-We,Fr 09:00-17:00; Th 09:00-19:00",
    ),
    (
        "Lundi au vendredi 9h-17h (jeudi : 10h-19h)",
        "Mo-We,Fr 09:00-17:00; Th 10:00-19:00",
    ),
    (
        "Lundi au vendredi 9h-17h (jeudi 10h-19h, vendredi 9h-16h)",
        "Mo-We 09:00-17:00; Th 10:00-19:00; Fr 09:00-16:00",
    ),
    (
        "Lundi 14h-17h (été : 9h-12h)",
        "Mo 14:00-17:00; Jul-Aug Mo 09:00-12:00",
    ),
    (
        "Mardi 14h-18h (19h en été)",
        "Tu 14:00-18:00; Jul-Aug Tu 14:00-19:00",
    ),
    (
        "Du lundi au vendredi (sauf vacances) de 9h à 12h",
        "Mo-Fr 09:00-12:00; SH off",
    ),
    (
        "lundi (9h-12h/14h-17h)",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "Mercredi 9h-12h (et 14h-17h sur RDV)",
        "We 09:00-12:00,14:00-17:00",
    ),
    (
        "Du lundi au vendredi de 9h à 12h et de 14h à 17h (uniquement sur RDV l'après-midi)",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Du lundi au vendredi : 9h-12h (accueil tout public) et 14h-17h (sur RDV)",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Matin : lundi au vendredi 9h-12h ; après-midi : mardi et jeudi 14h-17h",
        "Mo,We,Fr 09:00-12:00; Tu,Th 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi matin : 9h - 12h. Jeudi après-midi : 14h - 17h.",
        "Mo 09:00-12:00; Th 14:00-17:00",
    ),
    (
        "Matin 9h-12h lundi mardi ; après-midi 14h-17h jeudi",
        "Mo,Tu 09:00-12:00; Th 14:00-17:00",
    ),
    (
        "mardi am 9h-12h jeudi pm 14h-17h",
        None,
    ),
    (
        "Mardi 2h à 5h de l'après-midi",
        None,
    ),
    (
        "Lundi : 9h - 12h, Mardi : - , Mercredi : 14h - 17h",
        "Mo 09:00-12:00; We 14:00-17:00",
    ),
    (
        "Lundi : / Mardi : 9h-12h",
        "Tu 09:00-12:00",
    ),
    (
        "Lundi : -\nMardi : 9h-12h\nMercredi : -",
        "Tu 09:00-12:00",
    ),
    (
        "Lundi 9h-12h\nMardi\nMercredi 9h-12h",
        None,
    ),
    (
        "Lundi : x Mardi : 9h-12h",
        None,
    ),
    (
        "lundi:fermé,mardi:8h30-12h,mercredi:fermé",
        "Tu 08:30-12:00",
    ),
    (
        "Lundi: ferme; Mardi: 9h-12h",
        "Tu 09:00-12:00",
    ),
    (
        "Fermé le lundi et mardi matin. Mardi 14h-18h, mercredi 9h-12h",
        None,
    ),
    (
        "Horaires: du lundi au vendredi de 9h à 18h30 et samedi de 9h à 17h, horaires susceptibles d'être modifiés pendant les vacances scolaires",
        "Mo-Fr 09:00-18:30; Sa 09:00-17:00",
    ),
    (
        "Horaires pendant les vacances : nous consulter. Mardi 9h-12h",
        "Tu 09:00-12:00",
    ),
    (
        "Mardi 9h-12h. Pendant les vacances scolaires, se renseigner.",
        "Tu 09:00-12:00",
    ),
    (
        "Mardi 9h-12h, vacances scolaires : fermé",
        "Tu 09:00-12:00; SH off",
    ),
    (
        "Mardi 9h-12h. Vacances scolaires : 10h-12h",
        "Tu 09:00-12:00; SH Tu 10:00-12:00",
    ),
    (
        "Mardi, jeudi 9h-12h. Vacances scolaires : lundi 10h-12h",
        None,
    ),
    (
        "Lundi de 14h à 17h (atelier), mardi de 9h à 12h (accès libre)",
        "Mo 14:00-17:00; Tu 09:00-12:00",
    ),
    (
        "Lundi 9h-12h, Mardi 9h-12h et sur rendez-vous du mercredi au vendredi",
        "Mo,Tu 09:00-12:00",
    ),
    (
        "lundi 14h-17h00 et jeudi: 9h00-12h00 /14h00-17h00",
        "Mo 14:00-17:00; Th 09:00-12:00,14:00-17:00",
    ),
    (
        "lundi : 08h30-12h15 13h30-17h15 mardi : 08h30-12h15 13h30-17h15",
        "Mo,Tu 08:30-12:15,13:30-17:15",
    ),
    (
        "Lundi 9.30h-12.30h / 14.00h-17.30h",
        "Mo 09:30-12:30,14:00-17:30",
    ),
    (
        "Lundi 9:30h-12:30h",
        "Mo 09:30-12:30",
    ),
    (
        "lundi 9 h.-12 h. et 14 h.-17 h.",
        "Mo 09:00-12:00,14:00-17:00",
    ),
    (
        "mercredi 9h30min - 12h",
        "We 09:30-12:00",
    ),
    (
        "du mardi au samedi, 14h - 18h 30",
        "Tu-Sa 14:00-18:30",
    ),
    (
        "mercredi , samedi : 14 h / 18 h",
        "We,Sa 14:00-18:00",
    ),
    (
        "MARDI 16h30 18h30 MERCREDI 14h 18h",
        "Tu 16:30-18:30; We 14:00-18:00",
    ),
    (
        "Mardi 16 H 30 - 18 H 30 ; Mercredi 10 H - 12 H et 14 H - 18 H",
        "Tu 16:30-18:30; We 10:00-12:00,14:00-18:00",
    ),
    (
        "Le jeudi, 1 fois par mois de 9h à 12h",
        None,
    ),
    (
        "2 mardis par mois de 9h à 12h",
        None,
    ),
    (
        "Un mercredi par mois de 14h à 17h",
        None,
    ),
    (
        "Mercredi : 14h à 17h (1 fois par mois)",
        None,
    ),
    (
        "1er mercredi du mois : 9h-12h à Vendôme, 3e mercredi du mois : 14h-17h à Blois",
        None,
    ),
    (
        "Le 1er jeudi et le 3ème mardi du mois : 14h-16h",
        "Th[1] 14:00-16:00; Tu[3] 14:00-16:00",
    ),
    (
        "Tous les 3e jeudis : 9h-12h",
        "Th[3] 09:00-12:00",
    ),
    (
        "les mercredis des semaines paires de 14h à 17h",
        "week 2-52/2 We 14:00-17:00",
    ),
    (
        "Semaines impaires : lundi et mardi 9h-12h",
        "week 1-53/2 Mo,Tu 09:00-12:00",
    ),
    (
        "Lundi (semaine paire) 9h-12h et jeudi (semaine impaire) 14h-17h",
        "week 2-52/2 Mo 09:00-12:00; week 1-53/2 Th 14:00-17:00",
    ),
    (
        "Lundi et mardi 9h-12h les semaines paires, jeudi 9h-12h les semaines impaires",
        "week 2-52/2 Mo,Tu 09:00-12:00; week 1-53/2 Th 09:00-12:00",
    ),
    (
        "Lundi 9h-12h; Mardi (semaines paires) 14h-17h",
        "Mo 09:00-12:00; week 2-52/2 Tu 14:00-17:00",
    ),
    (
        "Samedi matin (semaine paire) : 9h-12h",
        "week 2-52/2 Sa 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (1 semaine sur 2)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h une semaine sur trois",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h les semaines A",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (1/mois)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h 1x/mois",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h 2 fois par mois",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h un vendredi sur deux",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (hors mercredi)",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h hormis le mercredi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h à l'exception du mercredi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h excepté mercredi après-midi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf mercr.",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (mercredi fermé)",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h mercredi : fermé",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h - mercredi fermé",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h ; mercredi : fermé l'après-midi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (le mercredi uniquement le matin)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (mercredi : matin uniquement)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (mercredi matin seulement)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (sauf le mercredi : 9h-12h)",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (mercredi 9h-12h)",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h / mercredi 9h-12h",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Mercredi 9h-12h uniquement",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h - le vendredi 16h",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (vendredi 16h)",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00,14:00-16:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (ven 16h)",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00,14:00-16:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (jusqu'à 16h le vendredi)",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00,14:00-16:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h , le vendredi fermeture à 16h",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00,14:00-16:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h et 19h le jeudi",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (nocturne jeudi 20h)",
        "Mo-We,Fr 09:00-12:00,14:00-17:00; Th 09:00-12:00,14:00-20:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h , nocturne le jeudi jusqu'à 20h",
        "Mo-We,Fr 09:00-12:00,14:00-17:00; Th 09:00-12:00,14:00-20:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Nocturne le jeudi",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h en hiver",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h l'hiver",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h l'été",
        "Jul-Aug Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h de mai à septembre",
        "May-Sep Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h d'avril à octobre",
        "Apr-Oct Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h à partir de septembre",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h à partir du 3 septembre",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h jusqu'au 30 juin",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h jusqu'à fin juin",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h pendant l'été",
        "Jul-Aug Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h en juillet",
        "Jul Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h hors juillet et août",
        "Mo-Fr 09:00-12:00,14:00-17:00; Jul-Aug off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf juillet-août",
        "Mo-Fr 09:00-12:00,14:00-17:00; Jul-Aug off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf en août",
        "Mo-Fr 09:00-12:00,14:00-17:00; Aug off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (fermé en août)",
        "Mo-Fr 09:00-12:00,14:00-17:00; Aug off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (fermeture estivale)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Fermeture annuelle 3 semaines en août",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Fermé 15 jours en août",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Congés : 3 semaines en août",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Congés annuels en août",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Vacances : fermé",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Fermé pendant les vacances",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Fermeture pendant les vacances de Noël",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf vacances",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (hors période de vacances scolaires)",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h en dehors des vacances scolaires",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h durant les congés scolaires",
        "SH Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h uniquement pendant les vacances scolaires",
        "SH Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (période scolaire)",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Vacances scolaires : 10h-12h",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH Mo-Fr 10:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Pendant les vacances : lundi au vendredi 10h-12h",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH Mo-Fr 10:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Petites vacances : 10h-16h",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH Mo-Fr 10:00-16:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Été : 9h-13h",
        "Mo-Fr 09:00-12:00,14:00-17:00; Jul-Aug Mo-Fr 09:00-13:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Juillet/août : 9h-13h",
        "Mo-Fr 09:00-12:00,14:00-17:00; Jul-Aug Mo-Fr 09:00-13:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Juillet et août : lundi au jeudi 9h-13h",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Horaires d'été du 1er juillet au 31 août : lundi au vendredi 9h-13h",
        "Mo-Fr 09:00-12:00,14:00-17:00; Jul 01-Aug 31 Mo-Fr 09:00-13:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h pour les adhérents",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (adhérents)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h pour les habitants",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf pour les scolaires",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (fermé au public le matin)",
        "Mo-Fr 14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h fermé au public le mercredi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Fermé certains jours",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Fermeture exceptionnelle le 15 mai",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Attention, fermé jusqu'à nouvel ordre",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . FERMÉ TEMPORAIREMENT",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Travaux en cours, fermé",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Horaires en cours de modification",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h environ",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h ou sur RDV",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Hors ouverture : sur RDV",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h par téléphone",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (par téléphone)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Téléphone de 9h à 10h",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Accueil tél. 8h-9h",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Permanence élus : samedi 10h-12h",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Samedi 10h-12h (1 sur 2)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Samedi matin",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h , samedi matin",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h et samedi matin",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h et le samedi",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Samedi : 9h",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h , samedi 9h-",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Un samedi sur deux 9h-12h",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . 1er samedi du mois",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Le 1er samedi du mois : 9h-12h",
        "Mo-Fr 09:00-12:00,14:00-17:00; Sa[1] 09:00-12:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Ouvert le samedi",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (18h l'été)",
        "Mo-Fr 09:00-12:00,14:00-17:00; Jul-Aug Mo-Fr 09:00-12:00,14:00-18:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (14h-18h en été)",
        "Mo-Fr 09:00-12:00,14:00-17:00; Jul-Aug Mo-Fr 14:00-18:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (jeudi jusqu'à 19h, vendredi jusqu'à 16h)",
        "Mo-We 09:00-12:00,14:00-17:00; Th 09:00-12:00,14:00-19:00; Fr 09:00-12:00,14:00-16:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (16h30 les mercredis et vendredis)",
        "Mo,Tu,Th 09:00-12:00,14:00-17:00; We,Fr 09:00-12:00,14:00-16:30",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (fermeture 16h30 le vendredi)",
        "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00,14:00-16:30",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sur 2 sites",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h à Blois et à Vendôme",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h à Blois le lundi, à Vendôme les autres jours",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (alternance)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h à tour de rôle",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sans le mercredi",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h moins le mercredi",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h jamais le mercredi",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h pas le mercredi",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h , pas d'ouverture le mercredi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h non ouvert le mercredi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h mercredi exclu",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h mercredi excepté",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h le mercredi c'est fermé",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h , mercredi non",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sf mercredi",
        "Mo,Tu,Th,Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf mer et ven",
        "Mo,Tu,Th 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf jours de marché",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf le dernier jour du mois",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h sauf le dernier vendredi du mois",
        "Mo-Fr 09:00-12:00,14:00-17:00; Fr[-1] off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (fermé le 1er lundi du mois)",
        "Mo-Fr 09:00-12:00,14:00-17:00; Mo[1] off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Fermé les 1er et 3e lundis",
        "Mo-Fr 09:00-12:00,14:00-17:00; Mo[1,3] off",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h , fermé un mercredi sur deux",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Fermé de 12h à 14h",
        "Mo-Fr 09:00-12:00,14:00-17:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Dernière entrée 16h30",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Dernier accueil à 16h",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h , accueil jusqu'à 16h30",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Séances de 1h",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (durée 1h30)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h depuis 2019",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h (2023)",
        None,
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h . Année 2022-2023",
        None,
    ),
    (
        "En période scolaire : lundi 16h-18h, mercredi 14h-18h. Pendant les vacances : du lundi au vendredi 14h-18h",
        "Mo 16:00-18:00; We 14:00-18:00; SH Mo-Fr 14:00-18:00",
    ),
    (
        "Hors vacances scolaires : mercredi 14h-18h, samedi 10h-12h",
        "We 14:00-18:00; Sa 10:00-12:00; SH off",
    ),
    (
        "Hors vacances : mardi 16h-18h ; vacances : mardi 14h-18h, mercredi 14h-18h",
        "Tu 16:00-18:00; SH Tu,We 14:00-18:00",
    ),
    (
        "Mercredi 14h-18h ; pendant les vacances scolaires : lundi au vendredi 14h-18h",
        "We 14:00-18:00; SH Mo-Fr 14:00-18:00",
    ),
    (
        "Mercredi de 14h à 18h et du lundi au vendredi de 14h à 18h pendant les vacances scolaires",
        None,
    ),
    (
        "Mercredi 10h-12h et 14h-18h (pendant les vacances scolaires : 14h-18h)",
        "We 10:00-12:00,14:00-18:00; SH We 14:00-18:00",
    ),
    (
        "Mardi et vendredi 16h-18h hors vacances scolaires, mercredi 10h-12h toute l'année",
        "Tu,Fr 16:00-18:00; We 10:00-12:00; SH Tu,Fr off",
    ),
    (
        "Lundi 9h-12h toute l'année, mardi 9h-12h hors vacances scolaires",
        None,
    ),
    (
        "Vacances scolaires : fermé. Mardi 9h-12h",
        "Tu 09:00-12:00; SH off",
    ),
    (
        "Mardi 9h-12h, fermé en août et pendant les vacances de Noël",
        "Tu 09:00-12:00; Aug off",
    ),
    (
        "Période scolaire : lundi, mardi, jeudi, vendredi 16h30-18h30\nMercredi 13h30-18h30\nVacances scolaires : lundi au vendredi 13h30-18h30",
        "Mo,Tu,Th,Fr 16:30-18:30; We 13:30-18:30; SH Mo-Fr 13:30-18:30",
    ),
    (
        "PÉRIODE SCOLAIRE\nMardi 16h-18h\nMercredi 10h-12h / 14h-18h\nVACANCES SCOLAIRES\nMardi au vendredi 14h-18h",
        "Tu 16:00-18:00; We 10:00-12:00,14:00-18:00; SH Tu-Fr 14:00-18:00",
    ),
    (
        "Horaires période scolaire : Mardi 16h-19h - Horaires vacances scolaires : Mardi 14h-18h",
        "Tu 16:00-19:00; SH Tu 14:00-18:00",
    ),
    (
        "Mardi 16h-18h (période scolaire) / 14h-18h (vacances)",
        "Tu 16:00-18:00; SH Tu 14:00-18:00",
    ),
    (
        "Mardi : 16h-18h en période scolaire et 14h-18h en période de vacances scolaires",
        "Tu 16:00-18:00; SH Tu 14:00-18:00",
    ),
    (
        "Samedi 10h-12h (fermé en juillet et août)",
        "Sa 10:00-12:00; Jul-Aug off",
    ),
    (
        "Mardi, jeudi 14h-17h ; samedi 10h-12h (fermé en juillet et août)",
        "Tu,Th 14:00-17:00; Sa 10:00-12:00; Jul-Aug off",
    ),
    (
        "Mardi, jeudi 14h-17h ; samedi 10h-12h. Fermé en juillet et août",
        "Tu,Th 14:00-17:00; Sa 10:00-12:00; Jul-Aug off",
    ),
    (
        "De mai à septembre : lundi au samedi 9h-19h. D'octobre à avril : lundi au samedi 9h-17h",
        "May-Sep Mo-Sa 09:00-19:00; Oct-Apr Mo-Sa 09:00-17:00",
    ),
    (
        "Du 1er avril au 30 septembre : mardi 9h-12h ; du 1er octobre au 31 mars : mardi 14h-17h",
        "Apr 01-Sep 30 Tu 09:00-12:00; Oct 01-Mar 31 Tu 14:00-17:00",
    ),
    (
        "Été : mardi 9h-12h. Reste de l'année : mardi 14h-17h",
        None,
    ),
    (
        "Lundi au vendredi : 9h-17h (9h-16h en juillet et août)",
        "Mo-Fr 09:00-17:00; Jul-Aug Mo-Fr 09:00-16:00",
    ),
    (
        "Lundi au vendredi : 9h-17h (juillet-août : 9h-13h)",
        "Mo-Fr 09:00-17:00; Jul-Aug Mo-Fr 09:00-13:00",
    ),
    (
        "Lundi au vendredi : 9h-17h, juillet-août 9h-13h",
        "Mo-Fr 09:00-17:00; Jul-Aug Mo-Fr 09:00-13:00",
    ),
    (
        "Lundi au vendredi 9h-12h et 14h-17h en période scolaire, 9h-12h pendant les vacances",
        "Mo-Fr 09:00-12:00,14:00-17:00; SH Mo-Fr 09:00-12:00",
    ),
    (
        "Semaine paire lundi 9h-12h\nSemaine impaire mardi 14h-17h",
        "week 2-52/2 Mo 09:00-12:00; week 1-53/2 Tu 14:00-17:00",
    ),
    (
        "Lundi 9h-12h (sem. paires), 14h-17h (sem. impaires)",
        "week 2-52/2 Mo 09:00-12:00; week 1-53/2 Mo 14:00-17:00",
    ),
    (
        "Mardi 9h-12h, mercredi 14h-17h les semaines paires",
        None,
    ),
    (
        "Semaines paires : mardi 9h-12h et jeudi 14h-17h\nSemaines impaires : mardi 14h-17h",
        "week 2-52/2 Tu 09:00-12:00; week 2-52/2 Th 14:00-17:00; week 1-53/2 Tu 14:00-17:00",
    ),
    (
        "Mardi : 9h-12h (semaine paire) / 14h-17h (semaine impaire)",
        "week 2-52/2 Tu 09:00-12:00; week 1-53/2 Tu 14:00-17:00",
    ),
    (
        "Mardi 9h-12h semaine paire et impaire",
        "Tu 09:00-12:00",
    ),
    (
        "Mardi 9h-12h semaines paires sauf vacances scolaires",
        None,
    ),
    (
        "1er mardi du mois 9h-12h, 3e mardi du mois 14h-17h",
        "Tu[1] 09:00-12:00; Tu[3] 14:00-17:00",
    ),
    (
        "1er mardi : 9h-12h ; autres mardis : 14h-17h",
        None,
    ),
    (
        "Mardi 9h-12h ; 1er mardi du mois 9h-17h",
        "Tu 09:00-12:00; Tu[1] 09:00-17:00",
    ),
    (
        "Mardi 14h-17h (1er mardi du mois : 9h-12h)",
        None,
    ),
    (
        "Samedi 9h-12h (sauf 3e samedi du mois)",
        "Sa 09:00-12:00; Sa[3] off",
    ),
    (
        "2e et 4e samedis 9h-12h en période scolaire",
        None,
    ),
    (
        "1er et 3ème mercredis du mois de 9h à 12h et 2ème et 4ème vendredis de 14h à 17h",
        "We[1,3] 09:00-12:00; Fr[2,4] 14:00-17:00",
    ),
    (
        "Lundi et jeudi 9h-12h, 2e vendredi du mois 14h-16h, fermé en août",
        "Mo,Th 09:00-12:00; Fr[2] 14:00-16:00; Aug off",
    ),
    (
        "tous les premiers mardis et troisièmes jeudis du mois 14h-17h",
        "Tu[1] 14:00-17:00; Th[3] 14:00-17:00",
    ),
    (
        "Le premier mardi et le premier jeudi du mois de 10h à 12h",
        "Tu[1] 10:00-12:00; Th[1] 10:00-12:00",
    ),
    (
        "Mercredi et premier samedi du mois : 10h-12h",
        "We 10:00-12:00; Sa[1] 10:00-12:00",
    ),
    (
        "Le 1er samedi de chaque mois, de 10h à 12h et le mercredi de 14h à 18h",
        "We 14:00-18:00; Sa[1] 10:00-12:00",
    ),
    (
        "5e vendredi 9h-12h",
        "Fr[5] 09:00-12:00",
    ),
    (
        "les 2 derniers lundis du mois 9h-12h",
        "Mo[-2,-1] 09:00-12:00",
    ),
    (
        "Lundi : 1er et 3e du mois, 9h-12h",
        "Mo[1,3] 09:00-12:00",
    ),
    (
        "Lundi (1er et 3e du mois) de 9h à 12h, mardi de 9h à 12h",
        "Tu 09:00-12:00; Mo[1,3] 09:00-12:00",
    ),
)

# Hours only: the days come from a companion column.
WITH_DAYS: tuple[tuple[str, str, str | None], ...] = (
    ("9h-12h / 13h30-17h", "{Lundi,Mardi,Jeudi}", "Mo,Tu,Th 09:00-12:00,13:30-17:00"),
    ("de 9 h à midi", "lundi au vendredi", "Mo-Fr 09:00-12:00"),
    (
        "8h-12h 13h-17h (16h le vendredi)",
        "{Lundi,Vendredi}",
        "Mo 08:00-12:00,13:00-17:00; Fr 08:00-12:00,13:00-16:00",
    ),
    ("14h-18h, sauf le mercredi 9h-12h", "{Mardi,Mercredi}", "Tu 14:00-18:00; We 09:00-12:00"),
    ("9h-17h. Fermé le jeudi.", "{Mardi,Jeudi,Vendredi}", "Tu,Fr 09:00-17:00"),
    ("9h-12h hors vacances scolaires", "{Mardi}", "Tu 09:00-12:00; SH off"),
    ("Samedi 9h-12h", "{Lundi,Mardi}", "Sa 09:00-12:00"),
    ("9h-12h", "{Inconnu}", None),
    ("9h-12h", "", None),
    ("sur rendez-vous", "{Lundi}", None),
)

DAYS: tuple[tuple[dict[str, str], str, str | None], ...] = (
    ({"Mo": "9h-12h", "Tu": "Fermé", "We": "14h à 17h"}, "", "Mo 09:00-12:00; We 14:00-17:00"),
    ({"Mo": "08:30 - 12:00 / 14:00 - 17:00", "Fr": ""}, "", "Mo 08:30-12:00,14:00-17:00"),
    ({"Sa": "9h - 12h le 1er et le dernier samedi du mois"}, "", "Sa[1,-1] 09:00-12:00"),
    ({"Sa": "09:00-11:30 (les premiers samedis du mois)"}, "", "Sa[1] 09:00-11:30"),
    ({"Mo": "10: à 16: (en continu)"}, "", "Mo 10:00-16:00"),
    ({"Tu": "9h-12h (semaine paire)"}, "", "week 2-52/2 Tu 09:00-12:00"),
    ({"Tu": "9h-12h"}, "Semaine impaire", "week 1-53/2 Tu 09:00-12:00"),
    ({"Tu": "9h-12h"}, "selon la saison", None),
    ({"Mo": "-", "Tu": "x", "We": "Fermé"}, "", None),
    ({"Mo": "9h-12h", "Th": "14h-12h"}, "", None),
    ({"Mo": "9h-12h, mardi 14h-17h"}, "", None),
    ({"Mo": "réservé aux scolaires", "We": "14h-18h"}, "", "We 14:00-18:00"),
)

# (text of one day, its hours whatever else it says)
DAY_HOURS: tuple[tuple[str, str], ...] = (
    ("10 - 12 - 14 - 18", "10:00-12:00,14:00-18:00"),
    ("9 12 h et 13 17 h", "09:00-12:00,13:00-17:00"),
    ("9h30-12h/ atelier de couture 14h-17h", "09:30-12:00,14:00-17:00"),
    ("10h3012h30", "10:30-12:30"),
    ("fermé", ""),
    ("9h-12h et 14h", ""),
    ("17h-9h", ""),
    ("", ""),
)
