/// The program `disalign`.
#include "experiments/commands/commands.hpp"

int main(int count, char** words) { return disalign::program(count, words); }
