#include "Check.h"

int main(int count, char** arguments)
{
    return check::RunAll(count > 1 ? arguments[1] : "");
}
