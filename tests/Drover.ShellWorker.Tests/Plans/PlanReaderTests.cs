using Drover.Lab.Assignments;
using Drover.Lab.Definitions;
using Drover.ShellWorker.Plans;

namespace Drover.ShellWorker.Tests.Plans;

public sealed class PlanReaderTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    [Fact]
    public void A_definition_becomes_suites_with_steps_variables_and_time_outs()
    {
        var plan = PlanReader.Read(new WorkerTexts(Job("""
            - test:
                timeout: {minutes: 2}
                definitions:
                - {from: inline, name: smoke, path: a.yaml, parameters: {BOARD: it's, RUNS: 010}, tap: true, junit: 'out/*.xml', timeout: {seconds: 5},
                   repository: {metadata: {name: x}, install: {steps: [make]}, run: {steps: [make check, "true"]}}}
                - {from: inline, name: net, path: b.yaml, repository: {run: {steps: [ping]}}}
            - test:
                definitions:
                - {from: inline, name: late, path: c.yaml, repository: {run: {steps: []}}}
            """, "environment: {LANG: C, EMPTY: }"), "environment: {POWER: 12, LANG: de}"), s_longest);

        Assert.Equal(["0_smoke", "1_net", "2_late"], plan.Tests.Select(test => test.Name));
        Assert.Equal([1, 1, 2], plan.Tests.Select(test => test.Action));
        Assert.Equal([false, true, true], plan.Tests.Select(test => test.IsLastOfAction));
        Assert.Equal(["make", "make check", "true"], plan.Tests[0].Steps);
        Assert.Equal([KeyValuePair.Create("BOARD", "it's"), KeyValuePair.Create("RUNS", "010")], plan.Tests[0].Variables);
        Assert.Equal(["out/*.xml"], plan.Tests[0].Junit);
        Assert.True(plan.Tests[0].Tap);
        Assert.Equal(TimeSpan.FromSeconds(5), plan.Tests[0].Timeout);
        Assert.Equal([TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3)], plan.Tests.Select(test => test.ActionTimeout));
        Assert.Equal(TimeSpan.FromMinutes(5), plan.Timeout);
        Assert.Equal(["POWER=12", "LANG=de", "LANG=C", "EMPTY="], plan.Variables.Select(variable => $"{variable.Key}={variable.Value}"));
    }

    [Fact]
    public void No_action_may_take_longer_than_the_job_and_no_job_longer_than_the_setting()
    {
        var plan = PlanReader.Read(new WorkerTexts(Job("- test: {timeout: {hours: 9}, definitions: [{from: inline, name: a, path: a, repository: {run: {steps: [x]}}}]}"), ""), TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), plan.Timeout);
        Assert.Equal(TimeSpan.FromMinutes(1), plan.Tests[0].ActionTimeout);
    }

    [Theory]
    [InlineData("- deploy: {to: tmpfs}", "actions[0].deploy, line 6: a shell device has nothing to deploy")]
    [InlineData("- boot: {method: qemu}", "a shell device has nothing to boot")]
    [InlineData("- test: {monitors: [{name: a, start: s, end: e, pattern: p}]}", "actions[0].test.monitors, line 6: monitors is not run on a shell device")]
    [InlineData("- test: {repeat: 2, definitions: []}", "repeat is not run on a shell device")]
    [InlineData("- test: {definitions: [{from: git, name: a, path: a, repository: 'https://example.org/a.git'}]}", "a shell device fetches nothing: write the definition inline")]
    [InlineData("- test: {definitions: [{from: inline, name: a b, path: a, repository: {run: {steps: [x]}}}]}", "the name of a test definition has letters, digits")]
    [InlineData("- test: {definitions: [{from: inline, name: a, path: a, repository: {parse: {pattern: x}, run: {steps: [x]}}}]}", "parse is not run on a shell device")]
    [InlineData("- test: {definitions: [{from: inline, name: a, path: a, repository: {install: {deps: [gcc]}, run: {steps: [x]}}}]}", "a shell device installs nothing by itself")]
    [InlineData("- test: {definitions: [{from: inline, name: a, path: a, repository: {run: {steps: make}}}]}", "steps are a list of lines")]
    [InlineData("- test: {definitions: [{from: inline, name: a, path: a, repository: {run: {steps: [{a: b}]}}}]}", "a step is a line for the shell")]
    [InlineData("- test: {definitions: [{from: inline, name: a, path: a, parameters: {a-b: c}, repository: {run: {steps: [x]}}}]}", "a variable of the shell has a name")]
    [InlineData("- test: {definitions: [{from: inline, name: a, path: a, junit: ../x, repository: {run: {steps: [x]}}}]}", "junit is a pattern of files below the work directory")]
    public void What_a_shell_cannot_do_is_refused_by_name(string actions, string expected)
    {
        var refusal = Assert.Throws<DefinitionException>(() => PlanReader.Read(new WorkerTexts(Job(actions), ""), s_longest));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private static string Job(string actions, string more = "") =>
        $"job_name: a\ndevice_type: shell\nvisibility: public\ntimeouts: {{job: {{minutes: 5}}, action: {{minutes: 3}}}}\nactions:\n{actions}\n{more}\n";
}
