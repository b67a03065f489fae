# sora2_valgrind(TARGET [ENVIRONMENT…] [ARGUMENTS …]): the test's program once more, by valgrind, as Valgrind.TARGET.
set(valgrind_suppressions ${CMAKE_CURRENT_LIST_DIR}/valgrind.supp)
function(sora2_valgrind target)
  cmake_parse_arguments(PARSE_ARGV 1 given "" "" "ARGUMENTS")
  if(SORA2_VALGRIND AND NOT SORA2_SANITIZER)
    add_test(NAME Valgrind.${target} COMMAND ${SORA2_VALGRIND} -q --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite
      --error-exitcode=9 --suppressions=${valgrind_suppressions} $<TARGET_FILE:${target}> ${given_ARGUMENTS})
    set_tests_properties(Valgrind.${target} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 RUN_SERIAL ON
      ENVIRONMENT "${given_UNPARSED_ARGUMENTS};SORA2_SLOW_FACTOR=100")
  endif()
endfunction()
