using System.Diagnostics;
using System.Text;
using Drover.NodeAgent.Configuration;
using Drover.Nodes.Configuration;
using Drover.NodeWire.Translation;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Tests.Configuration;

/// <summary>Files of the configuration, as the master tells them.</summary>
public sealed class ConfigurationKeeperTests : IDisposable
{
    private readonly StateDirectory _root = new();
    private readonly ConfigurationKeeper _keeper;

    public ConfigurationKeeperTests() => _keeper = new ConfigurationKeeper(_root.Path, NullLogger.Instance);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Files_are_written_for_all_to_read_and_replaced_where_they_differ()
    {
        var told = Told(("ssconf_master_node", "n1\n"), ("ssconf_node_list", "n1\nn2\n"));
        var kept = _keeper.Take(told);
        Assert.Equal((told.Hash, false), (kept.Hash, kept.HasProblem));
        Assert.Equal(("n1\n", "444"), (File.ReadAllText(PathOf("ssconf_master_node")), Convert.ToString((int)File.GetUnixFileMode(PathOf("ssconf_master_node")), 8)));
        Assert.Equal("n1", _keeper.Master);
        var written = File.GetLastWriteTimeUtc(PathOf("ssconf_node_list")) - TimeSpan.FromHours(1);
        File.SetUnixFileMode(PathOf("ssconf_node_list"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetLastWriteTimeUtc(PathOf("ssconf_node_list"), written);
        File.SetUnixFileMode(PathOf("ssconf_node_list"), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.False(_keeper.Take(Told(("ssconf_master_node", "n2\n"), ("ssconf_node_list", "n1\nn2\n"))).HasProblem);
        Assert.Equal(("n2\n", written), (File.ReadAllText(PathOf("ssconf_master_node")), File.GetLastWriteTimeUtc(PathOf("ssconf_node_list"))));
        // Somebody has changed it by hand.
        File.Delete(PathOf("ssconf_node_list"));
        File.WriteAllText(PathOf("ssconf_node_list"), "x");
        _keeper.Take(Told(("ssconf_node_list", "n1\nn2\n")));
        Assert.Equal("n1\nn2\n", File.ReadAllText(PathOf("ssconf_node_list")));
    }

    [Fact]
    public void Parameters_of_hypervisors_that_there_are_not_any_more_go_and_files_of_others_stay()
    {
        _keeper.Take(Told(("ssconf_hvparams_kvm", "a=1\n")));
        File.WriteAllText(PathOf("config.data"), "{}");
        _keeper.Take(Told(("ssconf_hvparams_lxc", "b=1\n")));
        Assert.Equal(["config.data", "ssconf_hvparams_lxc"], Directory.GetFiles(Path.GetDirectoryName(PathOf("x"))!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_candidate_holds_all_of_the_configuration_for_its_group_to_read_and_one_that_is_none_any_more_does_not()
    {
        Assert.False(_keeper.Take(Told("{}", ("ssconf_master_node", "n1\n"))).HasProblem);
        Assert.Equal(("{}", "640"), (File.ReadAllText(PathOf("config.data")), Convert.ToString((int)File.GetUnixFileMode(PathOf("config.data")), 8)));
        _keeper.Take(Told("{1}", ("ssconf_master_node", "n1\n")));
        Assert.Equal("{1}", File.ReadAllText(PathOf("config.data")));
        _keeper.Take(Told("", ("ssconf_master_node", "n1\n")));
        Assert.False(File.Exists(PathOf("config.data")));
        Assert.Equal("n1", _keeper.Master);
    }

    [Fact]
    public void It_belongs_to_the_users_of_Ganeti_where_there_are_any()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root gives files away.");
        var keeper = new ConfigurationKeeper(_root.Path, NullLogger.Instance) { DataOwner = ("nobody", "daemon") };
        Assert.False(keeper.Take(Told("{}", ("ssconf_master_node", "n1\n"))).HasProblem);
        Assert.Equal("nobody daemon", OwnerOf("config.data"));
        Assert.Equal("root root", OwnerOf("ssconf_master_node"));
        keeper = new ConfigurationKeeper(_root.Path, NullLogger.Instance) { DataOwner = ("nobody", "no-such-group") };
        Assert.False(keeper.Take(Told("{1}", ("ssconf_master_node", "n1\n"))).HasProblem);
        Assert.Equal("root root", OwnerOf("config.data"));
    }

    [Theory]
    [InlineData("../escaped", "is no name of a file of the configuration")]
    [InlineData("ssconf_../escaped", "is no name of a file of the configuration")]
    [InlineData("config.data", "is no name of a file of the configuration")]
    [InlineData("ssconf_", "is no name of a file of the configuration")]
    public void Names_of_other_files_are_refused_and_nothing_is_written(string name, string problem)
    {
        Assert.Contains(problem, _keeper.Take(Told(("ssconf_master_node", "n1\n"), (name, "x"))).Problem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
    }

    [Fact]
    public void What_is_not_whole_or_too_long_is_refused()
    {
        var told = Told(("ssconf_master_node", "n1\n"));
        told.Files["ssconf_master_node"] = Google.Protobuf.ByteString.CopyFromUtf8("n2\n");
        Assert.Contains($"and not {told.Hash}", _keeper.Take(told).Problem, StringComparison.Ordinal);
        Assert.Contains("longer than 128 KiB", _keeper.Take(Told(("ssconf_uid_pool", new string('1', (128 << 10) + 1)))).Problem, StringComparison.Ordinal);
        Assert.False(_keeper.Take(Told(("ssconf_uid_pool", new string('1', 128 << 10)))).HasProblem);
        Assert.Null(_keeper.Master);
    }

    [Fact]
    public void A_root_that_cannot_be_written_is_a_problem_that_passes()
    {
        File.WriteAllText(_root["var"], "");
        Assert.Contains(_root["var"], _keeper.Take(Told(("ssconf_master_node", "n1\n"))).Problem, StringComparison.Ordinal);
        File.Delete(_root["var"]);
        Assert.False(_keeper.Take(Told(("ssconf_master_node", "n1\n"))).HasProblem);
    }

    private string PathOf(string name) => Path.Combine(_root.Path, "var/lib/ganeti", name);

    private string OwnerOf(string name)
    {
        using var stat = TimedProcess.Start(new ProcessStartInfo("stat", ["-c", "%U %G", PathOf(name)]) { UseShellExecute = false, RedirectStandardOutput = true });
        return stat.StandardOutput.ReadToEnd().Trim();
    }

    private static P.Configuration Told(string data, params (string Name, string Text)[] files)
    {
        var told = Told(files);
        told.ConfigData = Google.Protobuf.ByteString.CopyFromUtf8(data);
        return told;
    }

    private static P.Configuration Told(params (string Name, string Text)[] files) =>
        new ConfigurationFiles(files.Select(file => KeyValuePair.Create(file.Name, Encoding.UTF8.GetBytes(file.Text)))).ToMessage();
}
