/// The mark of a rule through which a partner's own profile acts: a channel of disalignment, or a
/// benefit of partners. The contract tests find channels by this mark.
#pragma once

namespace disalign {

/// `static constexpr Channel channel{"un_impartiality", -1};` in a rule says: with this channel on and
/// all others off, a rival beside the UN moves that observable of a run in this direction, against the
/// same run with the channel off. Sign 0: the file states no direction, or both.
struct Channel {
  char const* observable;
  int sign;
};

}  // namespace disalign
