"""SMS shorthand and words glued by ear, written out. Plain words only (no accents)."""

_LINES = """
jve jveu jveux jvx: je veux
jvoudrai jvoudrais jvoudrè: je voudrais
jsuis jsui chui chuis jss: je suis
jsai jsais jcpa jspa: je sais
jpeu jpeux jpx: je peux
jai g jé: j ai
jarive jarrive: j arrive
jabite jhabite jabit: j habite
jcherche jcherch: je cherche
jcroi jcrois: je crois
jfasse: je fasse
jfai jfais: je fais
jcomprend jconpren jcomprends: je comprends
jdoi jdois: je dois
jtrouve: je trouve
cest cé ces c ct sé: c est
ya yaurai yaura yatil ia: il y a
fo fodrai fau fodré: il faut
pr pour: pour
pk pq pkoi pourkoi: pourquoi
koi kwa: quoi
koman coman koment comen commen: comment
ki: qui
ke: que
kan qd: quand
kel kelle: quel
kelkun kelkin qq1 qqn qqun quelqun kelk1: quelqu un
qqch qq: quelque
ds: dans
ts tt tte: tout
tjr tjrs: toujours
bcp bp: beaucoup
slt bjr bsr: bonjour
svp stp silvouplai sivouplé silvouplait: s il vous plait
mn: mon
ss: sans
pb pbm prob pblm: probleme
rdv rv rendévou randévou: rendez vous
mdp mdpasse motdepasse: mot de passe
tel tél fone telefone telephon telefon: telephone
ordi ordis pc ordinateu ordinatrice laptop: ordinateur
tablett tablet: tablette
net inet: internet
msg mess: message
imel mel imail emeil emel mels: mail
vs: vous
ns: nous
av: avec
avk: avec
ac: avec
dmd: demande
dem: demarche
dispo: disponible
gratos gratoss gratui: gratuit
gosse gosses mome momes marmot: enfant
gamin gamins minot: enfant
prof: professeur
doc docs: document
pdt: pendant
jms: jamais
parcour parcoursupp: parcoursup
1: un
paske pcq psk: parce que
auj ojd ojourdui ojordui ojourdhui aujourdui aujourdhui: aujourd hui
2m1 2min dm1 dem1 dmin demin dmn: demain
jr jrs: jours
mtn mnt maintenan: maintenant
asap: vite
wknd: week end
kaf: caf
pol paule polemploi poleemploi: pole emploi
francetravail: france travail
franceservices: france services
linkdin linkedine linkdn: linkedin
watsap watsapp whatsap wattsap wathsapp: whatsapp
fb fesbouk facbook facebouk: facebook
sécu secu: securite sociale
jdr: jeu
impo impos impo impots impot inpo inpot: impots
permi permie: permis
papié papie papyé papiez: papier
appart: appartement
asso assos: association
apli appli applis applie: application
visio visios vizio: visioconference
lapl: l apl
lapa: l apa
laah: l aah
machualise machualisé machualiser: m actualiser
chuis: je suis
ordis: ordinateur
imprim impr: imprimer
scan: scanner
attest: attestation
allocs alloc aloc: allocation
"""


def _read(lines: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in filter(None, lines.splitlines()):
        short, _, written = line.partition(":")
        for word in short.split():
            table[word] = tuple(written.split())
    return table


SHORTHAND = _read(_LINES)
"""plain word → the words meant."""
