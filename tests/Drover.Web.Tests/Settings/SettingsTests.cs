using System.Collections;
using Drover.Daemon.Settings;

namespace Drover.Web.Tests.Settings;

public sealed class SettingsTests
{
    private static readonly DefaultPlaces s_places = new("/state", "/run/x", "/nowhere/drover.json", "host1");

    [Fact]
    public void Every_setting_has_a_default_that_fits_its_form()
    {
        foreach (var row in SettingTable.Rows(s_places))
            Assert.True(row.Default is null || row.Form.Accepts(row.Default), row.Name);
    }

    [Fact]
    public void The_docs_list_every_setting()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository(), "docs", "droverd.md")).Where(line => line.StartsWith('|')).Select(line => line.Split('|')[1]).ToList();
        foreach (var row in SettingTable.Rows(s_places))
            Assert.True(lines.Exists(cell => cell.Contains($"`{row.Name} ", StringComparison.Ordinal) || cell.Contains($"`{row.Name}`", StringComparison.Ordinal)), row.Name);
    }

    [Fact]
    public void Command_line_beats_environment_beats_file_beats_default()
    {
        using var file = new ConfigFile("""
            // a comment
            { "cluster": "from-file", "node": "from-file", "queue-limit": 5, /* numbers too */ "ageing-step": "2m", }
            """);
        var settings = Load(["--config", file.Path, "--cluster", "from-line"], ("DROVER_CLUSTER", "from-env"), ("DROVER_NODE", "from-env"));
        Assert.Equal(("from-line", "command line"), Of(settings, "cluster"));
        Assert.Equal(("from-env", "environment:DROVER_NODE"), Of(settings, "node"));
        Assert.Equal(("5", $"file:{file.Path}"), Of(settings, "queue-limit"));
        Assert.Equal(("/state", "default"), Of(settings, "state"));
        Assert.Equal(5, settings.Number("queue-limit"));
        Assert.Equal(TimeSpan.FromMinutes(2), settings.Duration("ageing-step"));
        Assert.Null(settings.Address("listen"));
    }

    [Fact]
    public void Scripts_around_masterd_may_give_its_options()
    {
        var settings = Load(["-f", "-d", "--no-user-checks", "--no-voting", "--yes-do-it", "--node", "n1"]);
        Assert.Equal(("debug", "command line"), Of(settings, "log-level"));
        Assert.Equal(("n1", "command line"), Of(settings, "node"));
        Assert.Equal(("jobs=debug", "command line"), Of(Load(["--log-level", "jobs=debug", "-d"]), "log-level"));
    }

    [Theory]
    [InlineData("yes", "--test-opcodes")]
    [InlineData("yes", "--test-opcodes", "--node", "n1")]
    [InlineData("yes", "--test-opcodes", "yes")]
    [InlineData("no", "--test-opcodes", "no", "--node", "n1")]
    [InlineData("no", "--test-opcodes=no")]
    public void A_switch_may_stand_alone(string expected, params string[] arguments) => Assert.Equal(expected, Load(arguments).Text("test-opcodes"));

    [Theory]
    [InlineData("--syslog")]
    [InlineData("--syslog=only")]
    [InlineData("-b")]
    public void What_masterd_does_otherwise_is_refused_with_what_to_do(string option)
    {
        var error = Assert.Throws<SettingsException>(() => Load([option]));
        Assert.Contains("leave the option out", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"queue-limt\": 5\n}", "line 2: there is no setting 'queue-limt'; did you mean 'queue-limit'?")]
    [InlineData("{\n\n  \"queue-limit\": \"many\"\n}", "line 3: 'queue-limit' is 'many'; it must be a whole number")]
    [InlineData("{ \"node\": \"a\",\n \"node\": \"b\" }", "line 2: the setting 'node' is given twice")]
    [InlineData("{ \"node\": {} }", "line 1: the setting 'node' must be a text or a number")]
    [InlineData("{ \"node\": \"a\",\n\n nix }", "line 3: this is not valid JSON from byte 2 of the line on.")]
    [InlineData("[]", "line 1: the file must hold one JSON object")]
    [InlineData("{} {}", "line 1: this is not valid JSON")]
    [InlineData("", "line 1: this is not valid JSON")]
    public void A_mistake_in_the_file_is_told_with_its_line(string text, string expected)
    {
        using var file = new ConfigFile(text);
        var error = Assert.Throws<SettingsException>(() => Load(["--config", file.Path]));
        Assert.Contains($"{file.Path}, {expected}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no option '--stat'; did you mean '--state'?", "--stat", "x")]
    [InlineData("there is no option '--acept-loss'; did you mean '--accept-loss'?", "--acept-loss")]
    [InlineData("the option '--state' needs a value", "--state")]
    [InlineData("the option '--state' is given twice", "--state", "x", "--state=y")]
    [InlineData("'start' is not understood", "start")]
    [InlineData("cannot be combined", "--init", "--accept-loss")]
    public void A_mistake_on_the_command_line_is_told(string expected, params string[] arguments)
    {
        var error = Assert.Throws<SettingsException>(() => CommandLine.Parse(arguments));
        Assert.Equal("USAGE", error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen", "8080")]
    [InlineData("--listen", "localhost:80")]
    [InlineData("--listen", "::1")]
    [InlineData("--queue-limit", "0")]
    [InlineData("--ageing-step", "5 parsecs")]
    [InlineData("--ageing-step", "5sm")]
    [InlineData("--ageing-step", "ms")]
    [InlineData("--on-term", "restart")]
    [InlineData("--reread-limit", "101")]
    [InlineData("--unit", "a b")]
    [InlineData("--reserve", "1.5M")]
    [InlineData("--reserve", "9999999999999G")]
    [InlineData("--cluster", "")]
    [InlineData("--cluster", "a b")]
    [InlineData("--log-level", "loud")]
    [InlineData("--log-level", "information,job=debug")]
    public void A_value_that_does_not_fit_is_refused_with_its_place(string option, string value)
    {
        var error = Assert.Throws<SettingsException>(() => Load([option, value]));
        Assert.Equal("SETTING_INVALID", error.Code);
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
        error = Assert.Throws<SettingsException>(() => Load([], (Variable(option), value.Length == 0 ? " " : value)));
        Assert.Contains(Variable(option), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:0")]
    [InlineData("[::1]:8080")]
    [InlineData("0.0.0.0:80")]
    public void Addresses_with_a_port_are_taken(string address) =>
        Assert.Equal(address, Load(["--listen", address]).Address("listen")!.ToString());

    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5m", 90)]
    [InlineData("6h", 21_600)]
    [InlineData("30d", 2_592_000)]
    public void Times_have_units(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), SettingForm.ParseDuration(text));

    [Fact]
    public void A_file_that_is_named_must_be_there() =>
        Assert.Equal("CONFIG_FILE", Assert.Throws<SettingsException>(() => Load(["--config", "/nowhere/x.json"])).Code);

    [Fact]
    public void A_variable_that_is_no_setting_is_warned_of()
    {
        var settings = Load([], ("DROVER_CLUSTR", "x"), ("DROVER_SOCKET", "/s"));
        Assert.Contains("did you mean 'DROVER_CLUSTER'?", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Places_follow_the_user()
    {
        Assert.Equal("/var/lib/drover", DefaultPlaces.Of(0, _ => "/x", "h").State);
        var own = DefaultPlaces.Of(1000, name => name switch { "HOME" => "/home/a", "XDG_RUNTIME_DIR" => "/run/user/1000", _ => null }, "h");
        Assert.Equal(("/home/a/.local/state/drover", "/run/user/1000/drover"), (own.State, own.Run));
        Assert.Equal("/tmp/drover-1000", DefaultPlaces.Of(1000, name => name == "XDG_RUNTIME_DIR" ? "relative" : null, "h").Run);
    }

    private static DaemonSettings Load(string[] arguments, params (string, string)[] environment)
    {
        IDictionary variables = environment.ToDictionary(v => v.Item1, v => v.Item2, StringComparer.Ordinal);
        return DaemonSettings.Load(CommandLine.Parse(arguments), variables, s_places);
    }

    private static (string?, string) Of(DaemonSettings settings, string name)
    {
        var view = settings.View.Single(v => v.Name == name);
        return (view.Value, view.Origin);
    }

    private static string Variable(string option) => "DROVER_" + option[2..].Replace('-', '_').ToUpperInvariant();

    private static string Repository()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Drover.slnx")))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }

    private sealed class ConfigFile : IDisposable
    {
        public ConfigFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
