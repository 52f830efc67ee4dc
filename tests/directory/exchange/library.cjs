// Reads standard objects (JSON on standard input) with the national library and prints what
// it refuses, with its vocabularies.
const library = require("@gouvfr-anct/lieux-de-mediation-numerique");

const rows = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const errors = [];
const attempt = (row, action) => {
  try {
    return action();
  } catch (error) {
    errors.push(`${row.id}: ${error.constructor.name} ${error.message}`);
    return null;
  }
};
const read = rows.map((row) => {
  // The library checks neither of these when it reads a whole place.
  for (const courriel of (row.courriels ?? "").split("|").filter(Boolean)) {
    attempt(row, () => library.Courriel(courriel));
  }
  for (const url of (row.site_web ?? "").split("|").filter(Boolean)) {
    attempt(row, () => library.Url(url));
  }
  return attempt(row, () => library.fromSchemaLieuxDeMediationNumerique([row])[0]);
});
const values = (names) => Object.values(library[names]);
console.log(
  JSON.stringify({
    errors,
    read,
    vocabularies: {
      typologie: values("Typologie"),
      services: values("Service"),
      publics_specifiquement_adresses: values("PublicSpecifiquementAdresse"),
      prise_en_charge_specifique: values("PriseEnChargeSpecifique"),
      frais_a_charge: values("Frais"),
      dispositif_programmes_nationaux: values("DispositifProgrammeNational"),
      formations_labels: values("FormationLabel"),
      modalites_acces: values("ModaliteAcces"),
      modalites_accompagnement: values("ModaliteAccompagnement"),
      itinerance: values("Itinerance"),
    },
  }),
);
