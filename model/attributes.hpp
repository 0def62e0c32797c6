/// What an actor is capable of and who stands behind it: one table of a scenario file.
#pragma once
#include <array>
#include <cstdint>

namespace disalign {

/// Who leads an operation; decides how fast it is expelled, who answers for it and its partnerships.
enum Lead : std::int32_t {
  united_nations,
  single_state,
  coalition,
  organisation,
  alliance,
  company,
  quasi_state_company
};
inline constexpr std::array lead_names{"united_nations",     "single_state", "coalition",
                                       "organisation",       "alliance",     "company",
                                       "quasi_state_company"};
/// On what mandate an operation acts.
enum Authorisation : std::int32_t {
  chapter_vii,
  chapter_viii,
  authorised_later,
  welcomed,
  host_consent,
  unauthorised
};
inline constexpr std::array authorisation_names{"chapter_vii", "chapter_viii", "authorised_later",
                                                "welcomed",    "host_consent", "none"};
/// What an armed group is; criminals answer to police, not to troops.
enum GroupType : std::int32_t { rebel, militia, criminal };
inline constexpr std::array group_type_names{"rebel", "militia", "criminal"};

/// What an actor is capable of; one table `[actors.NAME]` in a scenario file. Constant in a run, but for
/// policies of the timeline.
/// Defaults are those of an armed group; presets and scenarios state the differences.
struct Attributes {
  float strength = 500;           // persons at full deployment
  float unit_size = 80;           // persons in a unit when founded
  float combat = 1;               // e_a
  float loss_factor = 1;          // asym_a
  float detection = 0.3F;         // d_a
  float protection_skill = 1;     // z_a
  float restraint = 0.2F;         // r_a
  float accountability = 0.1F;    // y_a
  float authority = 0;            // authority to use force for protection
  float mobility = 100;           // km per week
  float reach = 40;               // km
  float response_days = 5;        // T_a
  float self_sustainment = 1;     // f_a
  float threat_weight = 0.8F;     // omega_a
  float leash = 1;                // weight of distance from home
  float leash_radius = 200;       // R of the leash, km
  float temperature = 0.1F;       // theta_a
  float risk_ceiling = 1;         // caveat: highest threat share of a cell it may enter
  float evasion = 1;              // 1 fights only when found (irregular), 0 stands and fights
  float one_sided_rate = 0.06F;   // osv_p
  float support = 0.5F;           // founding share of support in its home cells
  float cohesion = 1;             // Co at start
  float external_income = 0;      // person-weeks per week
  float impartiality = 0.8F;      // iota0_i
  float legitimacy = 0.5F;        // Lg at start
  float consent = 0.7F;           // H_i at start
  float branding = 0;             // branding separation from partners
  float authorised = 1;           // 1 the Council authorised it, 0 not
  float civilians = 0;            // civilian staff, persons
  float police = 0;               // police officers, persons
  float arrival_week = 0;         // first week of force generation
  float ramp_midpoint = 0;        // t50
  float ramp_width = 0;           // s; 0: everyone is there on arrival
  float initial_share = 0;        // re-hatted share present at arrival
  float fill_share = 1;           // highest share of `strength` ever deployed
  float departure_week = 100000;  // drawdown begins
  float drawdown_weeks = 26;
  float rotation = 0;  // 1: a unit is away one week in 26
  // Who sends it, on what terms (MODEL.md 3 and 4, domain taxonomy 4A)
  int lead = 0;           // Lead: who leads it
  int authorisation = 0;  // Authorisation: on what mandate
  int group_type = 0;     // GroupType of an armed group
  float sponsor_x = 0,
        sponsor_y = 0;               // x_a: position of the sponsor; (0, 0) is the Council's centre
  float consent_principle = 1;       // share of the principle of consent it holds to
  float impartiality_principle = 1;  // share of the principle of impartiality it holds to
  float attribution = 1;             // probability that its deeds are ascribed to its sponsor
  float own_territory = 0;           // 1: it acts on its members' own territory
  float regional = 0;                // language and kin shared with the population, 0..1
  float observers = 0;               // unarmed observers, persons
  float support_dependence = 0;      // share of its need that UN support has to cover
  float sharing = 0.7F;              // w_j: its terms for sharing what it knows
  float civil_efficiency = 1;        // eta_civ of its civilians and police
  float stake = 0;                   // what is at stake for its sponsor, 0..1
  float smear = 0;                   // how much it works against the name of others, 0..1
  float conditions = 0;              // strings attached to what it offers the host, 0..1
  float exit_weeks = 26;             // weeks to leave once the host expels it
  float monthly_learning = 0;        // growth of coordination and targeting by lessons, 1/month
  float new_provider = 0;            // 1: its partnership with the UN is new
  float merge_week = 100000;         // week in which it joins the UN mission's command
  float ships = 0;                   // of a state at sea, at start
  float joint_strategy = 0;          // share of the way to the UN's profile agreed before it starts

  /// Declares every member: see model/base/describe.hpp.
  static void describe(auto& self, auto& visit) {
    visit.field("strength", self.strength, "person", 0, 1e6, "persons at full deployment",
                "scenario");
    visit.field("unit_size", self.unit_size, "person", 1, 1e4, "persons in a unit when founded",
                "assumed");
    visit.field("combat", self.combat, "1", 0, 10, "combat quality e of one person",
                "MODEL.md 11: 1");
    visit.field("loss_factor", self.loss_factor, "1", 0, 1,
                "share of losses an advanced force suffers (asym)", "prototype: 0.15 advanced");
    visit.field("detection", self.detection, "1", 0, 1,
                "share of hidden strength seen where covered (d)", "assumed");
    visit.field("protection_skill", self.protection_skill, "1", 0, 5, "protection skill z",
                "assumed");
    visit.field("restraint", self.restraint, "1", 0, 1, "restraint r towards civilians",
                "prototype: army 0.6, UN 0.98");
    visit.field("accountability", self.accountability, "1", 0, 1,
                "probability that abuse is sanctioned (y)", "S: company 0");
    visit.field("authority", self.authority, "1", 0, 1, "authority to use force for protection",
                "assumed: Chapter VII 1, else 0.3");
    visit.field("mobility", self.mobility, "km/week", 0, 2000, "longest move in a week", "assumed");
    visit.field("reach", self.reach, "km", 0, 1000, "radius in which a unit has effect",
                "assumed; F17");
    visit.field("response_days", self.response_days, "day", 0, 60, "time to answer a call (T)",
                "assumed");
    visit.field("self_sustainment", self.self_sustainment, "1", 0, 2,
                "share of its weekly need it supplies itself (f)", "assumed; M6");
    visit.field("threat_weight", self.threat_weight, "1", 0, 5,
                "weight of threat in the choice of a cell (omega)",
                "prototype: group 0.8, others 0.4");
    visit.field("leash", self.leash, "1", 0, 10, "weight of the distance from home", "assumed");
    visit.field("leash_radius", self.leash_radius, "km", 1, 5000,
                "distance from home at which the leash counts fully", "assumed");
    visit.field("temperature", self.temperature, "1", 0.01, 10, "softmax temperature theta",
                "prototype: 0.1");
    visit.field("risk_ceiling", self.risk_ceiling, "1", 0, 1,
                "highest threat share of a cell it may enter (national caveat)", "assumed");
    visit.field("evasion", self.evasion, "1", 0, 1, "1 fights only when found, 0 stands",
                "MODEL.md eq. 4");
    visit.field("one_sided_rate", self.one_sided_rate, "1/week", 0, 5,
                "hazard of one attack on civilians per unit (osv)",
                "prototype: group 0.06, army and operations 0.03");
    visit.field("support", self.support, "1", 0, 0.98,
                "share of residents who support it in its home cells at start", "assumed");
    visit.field("cohesion", self.cohesion, "1", 0, 1, "cohesion at start", "assumed");
    visit.field("external_income", self.external_income, "person-week/week", 0, 1e6,
                "persons paid by an outside sponsor or the assessed budget", "assumed");
    visit.field("impartiality", self.impartiality, "1", 0.05, 1,
                "perceived impartiality at start and at rest (iota0)",
                "prototype: UN 0.8; F19 French-type partner 0.4");
    visit.field("legitimacy", self.legitimacy, "1", 0, 1, "legitimacy at start (Lg)",
                "assumed: 0.4-0.6");
    visit.field("consent", self.consent, "1", 0, 1, "consent of the host (H)", "assumed; F35");
    visit.field("branding", self.branding, "1", 0, 0.8, "branding separation from other operations",
                "L1");
    visit.field("authorised", self.authorised, "1", 0, 1, "1 authorised by the Security Council",
                "scenario");
    visit.field("civilians", self.civilians, "person", 0, 1e5, "civilian staff", "scenario");
    visit.field("police", self.police, "person", 0, 1e5, "police officers", "scenario");
    visit.field("arrival_week", self.arrival_week, "week", 0, 1e5, "first week of force generation",
                "scenario");
    visit.field("ramp_midpoint", self.ramp_midpoint, "week", 0, 1000,
                "weeks to half of the deployment (t50)", "F32: UN 20; F33: partner 2-5");
    visit.field("ramp_width", self.ramp_width, "week", 0, 500,
                "width of the deployment curve (s); 0 is a step", "F32: UN 8");
    visit.field("initial_share", self.initial_share, "1", 0, 1,
                "share present at arrival (re-hatted troops)", "C23: MINUSCA about 0.5");
    visit.field("fill_share", self.fill_share, "1", 0, 1,
                "highest share of the authorised strength ever deployed", "F32: 0.925");
    visit.field("departure_week", self.departure_week, "week", 0, 1e5, "first week of the drawdown",
                "scenario");
    visit.field("drawdown_weeks", self.drawdown_weeks, "week", 1, 1000,
                "weeks of a linear drawdown", "F34: 26");
    visit.field("rotation", self.rotation, "1", 0, 1, "1: each unit is away one week in 26",
                "MODEL.md 6B");
    visit.word("lead", self.lead, lead_names, "who leads it", "domain taxonomy 4A [S]");
    visit.word("authorisation", self.authorisation, authorisation_names, "on what mandate it acts",
               "domain taxonomy 4A [S]");
    visit.word("group_type", self.group_type, group_type_names, "what kind of armed group it is",
               "MODEL.md 3");
    visit.field("sponsor_x", self.sponsor_x, "1", -2, 2,
                "position of the sponsor between the blocs (1 western, -1 eastern, 0 the Council)",
                "assumed");
    visit.field("sponsor_y", self.sponsor_y, "1", -2, 2, "position of the sponsor on a second axis",
                "assumed");
    visit.field("consent_principle", self.consent_principle, "1", 0, 1,
                "how far it holds to the principle of consent", "domain taxonomy 4A; assumed");
    visit.field("impartiality_principle", self.impartiality_principle, "1", 0, 1,
                "how far it holds to the principle of impartiality", "domain taxonomy 4A; assumed");
    visit.field("attribution", self.attribution, "1", 0, 1,
                "probability that its deeds are ascribed to it and its sponsor",
                "M16: hidden sponsor 0.3, assumed");
    visit.field("own_territory", self.own_territory, "1", 0, 1,
                "1: it acts on its members' own territory", "domain taxonomy 4A; M12");
    visit.field("regional", self.regional, "1", 0, 1,
                "share of its members who share language or kin with the population", "M11");
    visit.field("observers", self.observers, "person", 0, 1e5, "unarmed observers", "scenario");
    visit.field("support_dependence", self.support_dependence, "1", 0, 1,
                "share of its weekly need that another operation's support covers", "M5, M6");
    visit.field("sharing", self.sharing, "1", 0, 1,
                "its terms for sharing what it knows (w); 0 caveated technology",
                "assumed: 0.7; M26");
    visit.field("civil_efficiency", self.civil_efficiency, "1", 0, 2,
                "efficiency of its civilians and police at civil tasks (eta_civ)",
                "assumed: UN 1, EU 0.6, AU 0.4; M30");
    visit.field("stake", self.stake, "1", 0, 1, "what is at stake for its sponsor", "M20; assumed");
    visit.field("smear", self.smear, "1", 0, 1,
                "how much it works against the good name of other operations", "S2; assumed");
    visit.field("conditions", self.conditions, "1", 0, 1,
                "strings attached to what it offers the host", "S2; assumed");
    visit.field("exit_weeks", self.exit_weeks, "week", 1, 520,
                "weeks to leave once the host expels it", "MODEL.md eq. 23: 26, company 2 [S]");
    visit.field("monthly_learning", self.monthly_learning, "1/month", 0, 0.1,
                "growth of its coordination and forecast by lessons learned", "L4: 0-0.1");
    visit.field("new_provider", self.new_provider, "1", 0, 1,
                "1: a provider without an institutional partnership with the UN", "M31");
    visit.field("merge_week", self.merge_week, "week", 0, 1e5,
                "week in which it changes helmets and joins the UN mission", "scenario; M28");
    visit.field("ships", self.ships, "ship", 0, 1e4,
                "build-up of a state at sea when the run begins", "scenario; MODEL.md 6F");
    visit.field(
        "joint_strategy", self.joint_strategy, "1", 0, 1,
        "share of the way to the UN's goals and stances that a parallel force has agreed to "
        "before it starts",
        "L13: 0-1");
  }
};

}  // namespace disalign
