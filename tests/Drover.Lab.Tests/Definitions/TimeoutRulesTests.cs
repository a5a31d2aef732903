using Drover.Lab.Definitions;
using static Drover.Lab.Tests.Definitions.Definition;

namespace Drover.Lab.Tests.Definitions;

/// <summary>What a timeout may be: at submission, and for validate.</summary>
public sealed class TimeoutRulesTests
{
    private const string Job = "job: {minutes: 10}";

    [Theory]
    [InlineData("{days: 1}", 86400)]
    [InlineData("{hours: 25}", 90000)]
    [InlineData("{minutes: 010}", 480)]
    [InlineData("{minutes: 0x10}", 960)]
    [InlineData("{minutes: 1:30}", 5400)]
    [InlineData("{minutes: 1_000}", 60000)]
    [InlineData("{minutes: true}", 60)]
    [InlineData("{seconds: 90, skip: true}", 90)]
    public void Both_checks_take_one_unit_with_a_whole_number_of_YAML_1_1(string timeout, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(With(Job, $"job: {timeout}")).JobTimeout);
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(With(Job, $"job: {timeout}").Replace(", action: {minutes: 5}, connection: {minutes: 2}", "", StringComparison.Ordinal)
            .Replace(", timeout: {minutes: 5}", "", StringComparison.Ordinal), DefinitionRules.Validation).JobTimeout);
    }

    [Theory]
    [InlineData("{minutes: 0}", 0)]
    [InlineData("{minutes: -1}", -60)]
    [InlineData("{}", null)]
    public void A_submission_takes_what_validate_refuses(string timeout, int? seconds)
    {
        Assert.Equal(seconds, Read(With(Job, $"job: {timeout}")).JobTimeout?.TotalSeconds);
        Assert.StartsWith("timeouts.job", Refused(With(Job, $"job: {timeout}"), DefinitionRules.Validation).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{hours: 1.5}", 5400)]
    [InlineData("{minutes: 10.0}", 600)]
    public void Validate_takes_fractions_that_a_submission_refuses(string timeout, int seconds)
    {
        Assert.Equal(seconds, Read(With(Job, $"job: {timeout}"), DefinitionRules.Validation).JobTimeout?.TotalSeconds);
        Assert.Contains("counts with a whole number", Refused(With(Job, $"job: {timeout}")).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{minutes: 1, seconds: 90}", "timeouts.job", "a timeout has one unit, and this one has minutes and seconds")]
    [InlineData("{seconds: 0.5}", "timeouts.job.seconds", "use a smaller unit")]
    [InlineData("{minutes: 1e3}", "timeouts.job.minutes", "not with the text \"1e3\": write digits alone")]
    [InlineData("{minutes: 09}", "timeouts.job.minutes", "not with the text \"09\"")]
    [InlineData("{minutes: \"5\"}", "timeouts.job.minutes", "not with the text \"5\"")]
    [InlineData("{minute: 5}", "timeouts.job.minute", "minute is no unit of a timeout: use days, hours, minutes or seconds")]
    [InlineData("{weeks: 1}", "timeouts.job.weeks", "weeks is no unit of a timeout")]
    [InlineData("{days: 99999999999999999999}", "timeouts.job.days", "at most a hundred years")]
    [InlineData("~", "timeouts.job", "a timeout is a map, not nothing")]
    [InlineData("5", "timeouts.job", "a timeout is a map, not the number 5")]
    public void Both_checks_refuse_the_rest_and_name_the_rule(string timeout, string path, string reason)
    {
        foreach (var rules in (DefinitionRules[])[DefinitionRules.Submission, DefinitionRules.Validation])
        {
            var error = Refused(With(Job, $"job: {timeout}"), rules);
            Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
            Assert.Equal(path, error.Path);
        }
    }

    [Fact]
    public void Only_validate_compares_with_the_timeout_of_the_job()
    {
        var text = With("to: tmpfs, timeout: {minutes: 5}", "to: tmpfs, timeout: {minutes: 11}");
        Assert.NotNull(Read(text));
        var error = Refused(text, DefinitionRules.Validation);
        Assert.Equal("actions[0].deploy.timeout", error.Path);
        Assert.Contains("longer than that of the job", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_queue_has_a_timeout_of_its_own_and_actions_have_names() =>
        Assert.Equal(TimeSpan.FromSeconds(1), Read(With(Job, Job + ", queue: {seconds: 1}, actions: {auto-login-action: {minutes: 2}}, connections: {lava-test-monitor: {seconds: 5}}")).QueueTimeout);

    [Fact]
    public void A_name_of_an_action_has_small_letters_and_dashes() => Assert.Equal("timeouts.actions.Auto_Login", Refused(With(Job, Job + ", actions: {Auto_Login: {minutes: 2}}")).Path);
}
