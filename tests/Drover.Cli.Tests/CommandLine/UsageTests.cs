namespace Drover.Cli.Tests.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData("gte jobs", "unknown verb 'gte'", "did you mean 'get'? Otherwise see 'drover --help'")]
    [InlineData("frobnicate", "unknown verb 'frobnicate'", "see 'drover --help'")]
    [InlineData("get jobs --fliter x", "unknown option '--fliter' of 'drover get'", "did you mean '--filter'? Otherwise see 'drover get --help'")]
    [InlineData("get jobs --fliter=x", "unknown option '--fliter' of 'drover get'", "did you mean '--filter'? Otherwise see 'drover get --help'")]
    [InlineData("cancel 17 --kil", "unknown option '--kil' of 'drover cancel'", "did you mean '--kill'? Otherwise see 'drover cancel --help'")]
    [InlineData("get jobs -x", "unknown option '-x' of 'drover get'", "see 'drover get --help'")]
    [InlineData("get", "'drover get' needs RESOURCE: job, lock, node, ...: singular, plural, or written short", "see 'drover get --help'")]
    [InlineData("priority 17", "'drover priority' needs N: -20 (first) to 19 (last)", "see 'drover priority --help'")]
    [InlineData("cancel", "'drover cancel' needs ID: ids of jobs", "see 'drover cancel --help'")]
    [InlineData("get jobs nodes", "'drover get' does not take the argument 'nodes'", "see 'drover get --help'")]
    [InlineData("get jobs --limit", "option '--limit' needs a value: N", "see 'drover get --help'")]
    [InlineData("get jobs --limit 1 --limit 2", "option '--limit' is given 2 times", "give it once")]
    [InlineData("audit", "'drover audit' needs a verb: verify, accept-loss", "see 'drover audit --help'")]
    [InlineData("audit verofy", "unknown verb 'verofy'", "did you mean 'verify'? Otherwise see 'drover audit --help'")]
    [InlineData("list", "unknown verb 'list'", "'drover get RESOURCE' lists: 'drover get jobs'")]
    [InlineData("log 17", "unknown verb 'log'", "'drover logs ID' prints a log, 'drover events' what happened")]
    [InlineData("re 17", "'re' may mean reload, reread, restart or retry", "write more letters")]
    [InlineData("add d qemu01", "'d' may mean device or device-type", "write more letters")]
    [InlineData("cncl 17", "'cncl' may mean cancel, and a few letters are not enough for what ends something or takes it away", "write 'cancel', or its beginning")]
    [InlineData("dl device qemu01", "'dl' may mean del, and a few letters are not enough for what ends something or takes it away", "write 'del', or its beginning")]
    [InlineData("del wrk w1", "'wrk' may mean worker, and a few letters are not enough for what ends something or takes it away", "write 'worker', or its beginning")]
    [InlineData("help re", "'re' may mean reload, reread, restart or retry", "write more letters")]
    [InlineData("show node", "'drover show' needs NAME: its name or id", "'drover get node -o name' lists them")]
    [InlineData("cancel x", "'x' is not a job id", "a job id is a number, as 'drover get jobs' shows it")]
    [InlineData("events --signals", "--signals needs --follow", "signals are not stored: they are shown as they come, or not at all")]
    [InlineData("events -f --signals=a,,b", "--signals 'a,,b' does not name kinds", "write --signals for all, or names with commas between: --signals=process-changed")]
    [InlineData("help gte", "there is no help about 'gte'", "did you mean 'get'?")]
    [InlineData("wait 17 --timeout soon", "--timeout 'soon' is not a duration", "write seconds, or a number with s, m, h or d: 90, 1.5h, 2d")]
    public void What_is_wrong_is_named_with_a_way_out(string line, string error, string hint)
    {
        var result = CliRun.InProcess(line.Split(' '));
        Assert.Equal((2, "", $"drover: USAGE: {error}\nhint: {hint}\n"), (result.Code, result.Out, result.Err));
    }

    [Theory]
    [InlineData("get jobs --limit 0", "--limit '0' is not a number of at least 1")]
    [InlineData("get jobs -o xml", "the form 'xml' is not one of table, wide, name, json, jsonl, yaml, csv, template=TEXT")]
    [InlineData("priority 17 20", "the priority '20' is not a number from -20 to 19")]
    [InlineData("wait 17 --timeout 99999d", "--timeout '99999d' is too long: at most 24855d")]
    [InlineData("drain maybe", "WHAT 'maybe' is not one of status, on, off")]
    public void A_wrong_value_is_named_with_what_is_allowed(string line, string error)
    {
        var result = CliRun.InProcess(line.Split(' '));
        Assert.Equal((2, $"drover: USAGE: {error}\n"), (result.Code, result.Err));
    }

    [Theory]
    [InlineData("submit", "-f")]
    [InlineData("chk", "cltab")]
    [InlineData("support", "-f")]
    [InlineData("support", "--log")]
    public void An_empty_name_of_a_file_is_refused(params string[] verb)
    {
        var result = CliRun.InProcess([.. verb, ""]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("is empty", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_all_is_answered_with_the_help_and_exit_code_2()
    {
        var result = CliRun.InProcess([]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("usage: drover VERB", result.Err, StringComparison.Ordinal);
    }
}
