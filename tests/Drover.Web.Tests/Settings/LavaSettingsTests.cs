using System.Collections;
using Drover.Daemon;
using Drover.Daemon.Settings;
using Drover.LavaWeb.Workers;

namespace Drover.Web.Tests.Settings;

/// <summary>Who may come in as a new worker of LAVA.</summary>
public sealed class LavaSettingsTests
{
    private const string Here = "tcp://127.0.0.1:5555", Everywhere = "tcp://*:5555";

    [Theory]
    [InlineData("no", Here, false, false)]
    [InlineData("local", Here, false, true)]
    [InlineData("local", Everywhere, false, false)]
    [InlineData("local", Everywhere, true, true)]
    [InlineData("yes", Everywhere, false, true)]
    public void A_worker_over_ZeroMQ_that_nobody_has_added_comes_in_from_here_or_with_a_key(string register, string logs, bool keys, bool admitted) =>
        Assert.Equal(admitted, RoomOptions.Lava(Load(["--lava-register", register, "--lava-master", Here, "--lava-logs", logs, .. keys ? ["--lava-certificates", "/nowhere"] : new[] { "--lava-plain" }]))!.AdmitsNewWorkers);

    [Theory]
    [InlineData(null, WorkerRegistration.Local)]
    [InlineData("no", WorkerRegistration.No)]
    [InlineData("local", WorkerRegistration.Local)]
    [InlineData("yes", WorkerRegistration.Yes)]
    public void A_worker_over_HTTP_gets_a_token_as_the_setting_says(string? register, WorkerRegistration expected) =>
        Assert.Equal(expected, RoomOptions.LavaWorkers(Load(register is null ? [] : ["--lava-register", register])).Registration);

    [Fact]
    public void One_upload_may_be_as_long_as_the_setting_says_and_all_together_four_times_that()
    {
        Assert.Equal((64 << 20, 256L << 20), Limits());
        Assert.Equal((1 << 20, 4L << 20), Limits("--lava-upload-size", "1M"));

        (int, long) Limits(params string[] arguments) => RoomOptions.LavaWorkers(Load(arguments)) is var options ? (options.LongestBody, options.UnfinishedBytes) : default;
    }

    private static DaemonSettings Load(string[] arguments) => DaemonSettings.Load(CommandLine.Parse(arguments), new Hashtable(), new DefaultPlaces("/s", "/r", "", "n1"));
}
