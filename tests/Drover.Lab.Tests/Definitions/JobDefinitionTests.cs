using Drover.Lab.Definitions;
using Drover.Tests.Shared;
using Drover.Yaml;
using static Drover.Lab.Tests.Definitions.Definition;

namespace Drover.Lab.Tests.Definitions;

public sealed class JobDefinitionTests
{
    [Fact]
    public void A_definition_says_what_the_job_is()
    {
        var job = Read(Small + """
            priority: 70
            tags: [usb, sata]
            context: {arch: amd64, memory: 512, extra_options: [-smp, 2], no_kvm: true}
            metadata: {build: 17, 4: four, clean: true}
            secrets: {key: hidden}
            environment: {LANG: C}
            reboot_to_fastboot: false
            protocols: {lava-lxc: {name: box}}
            """);
        Assert.Equal(("hello", "qemu", 70, false), (job.Name, job.DeviceType, job.Priority, job.IsMultinode));
        Assert.Equal((TimeSpan.FromMinutes(10), null), (job.JobTimeout, job.QueueTimeout));
        Assert.Equal(["usb", "sata"], job.Tags);
        Assert.Equal(4, job.Actions.Count);
        Assert.Equal("amd64", job.Context!.Find("arch")!.AsText());
        Assert.Equal(3, job.Metadata!.Count);
        Assert.Equal("hidden", job.Secrets!.Find("key")!.AsText());
        Assert.NotNull(job.Protocols!.Find("lava-lxc"));
        Assert.Null(job.Notify);
    }

    [Fact]
    public void B08_the_text_keeps_its_comments() => Assert.StartsWith("# Smallest job", Read(Small).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("priority: low", 0)]
    [InlineData("priority: medium", 50)]
    [InlineData("priority: High", 100)]
    [InlineData("priority: 0", 0)]
    [InlineData("priority: 0x10", 16)]
    [InlineData("reboot_to_fastboot: true", 50)]
    public void Priorities_are_words_or_numbers(string line, int expected) => Assert.Equal(expected, Read(Small + line).Priority);

    [Theory]
    [InlineData("public", true, "")]
    [InlineData("personal", false, "")]
    [InlineData("{group: [dev, qa]}", false, "dev,qa")]
    [InlineData("{}", false, "")]
    public void B07_a_job_is_for_everybody_for_groups_or_for_its_submitter(string visibility, bool isPublic, string groups)
    {
        var read = Read(With("visibility: public", $"visibility: {visibility}")).Visibility;
        Assert.Equal((isPublic, groups), (read.IsPublic, string.Join(',', read.Groups)));
    }

    [Theory]
    [InlineData("", "", 1, "a job definition is a map with job_name, timeouts")]
    [InlineData("- a\n", "", 1, "this text holds a list")]
    [InlineData("a: [1\n", "", 2, "this is not YAML")]
    [InlineData("a: 1\n\tb: 2\n", "", 2, "column 1: a tab cannot indent YAML")]
    [InlineData("1: a\n", "", 1, "the key 1 is no text")]
    public void What_is_no_definition_is_refused(string text, string path, int line, string reason)
    {
        var error = Refused(text);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Equal((path, line), (error.Path, error.Line));
    }

    [Theory]
    [InlineData("job_name: hello\n", "", "", 2, "job_name is missing")]
    [InlineData("device_type: qemu\n", "", "", 2, "device_type is missing: name the type of device")]
    [InlineData("visibility: public\n", "", "", 2, "visibility is missing")]
    [InlineData("timeouts: {job: {minutes: 10}, ", "timeouts: {", "timeouts", 5, "job is missing")]
    [InlineData("job_name: hello", "job_name: 5", "job_name", 2, "job_name is a text, not the number 5: put quotes around it")]
    [InlineData("job_name: hello", "job_name: ''", "job_name", 2, "job_name has 1 to 200 characters")]
    [InlineData("visibility: public", "visibility: all", "visibility", 4, "visibility is one of public, personal, not the text \"all\"")]
    [InlineData("visibility: public", "visibility: {groups: [a]}", "visibility.groups", 4, "visibility has no key groups: it has group")]
    [InlineData("visibility: public", "visibility: public\nfoo: 1", "foo", 5, "a job definition has no key foo")]
    [InlineData("visibility: public", "visibility: public\ninclude: http://x/y", "include", 5, "include is not fetched here")]
    [InlineData("visibility: public", "visibility: public\npriority: 101", "priority", 5, "a number from 0 to 100, not 101")]
    [InlineData("visibility: public", "visibility: public\npriority: urgent", "priority", 5, "not the text \"urgent\"")]
    [InlineData("visibility: public", "visibility: public\nmetadata: {a: 1.5}", "metadata.a", 5, "not the number 1.5: put quotes around it")]
    [InlineData("visibility: public", "visibility: public\nmetadata: {a: {b: c}}", "metadata.a", 5, "not a map")]
    [InlineData("visibility: public", "visibility: public\nmetadata: {a: }", "metadata.a", 5, "not nothing")]
    [InlineData("visibility: public", "visibility: public\ncontext: {arhc: x}", "context.arhc", 5, "no template knows the context name arhc")]
    [InlineData("visibility: public", "visibility: public\ncontext: {arch: 1.5}", "context.arch", 5, "a value of the context is")]
    [InlineData("visibility: public", "visibility: public\ntags: usb", "tags", 5, "tags is a list, not the text \"usb\"")]
    [InlineData("visibility: public", "visibility: public\ntags: [usb, 5]", "tags[1]", 5, "a tag is a text, not the number 5")]
    [InlineData("visibility: public", "visibility: public\nprotocols: {lava-foo: {}}", "protocols.lava-foo", 5, "protocols has no key lava-foo")]
    [InlineData("{to: tmpfs, ", "{", "actions[0].deploy", 7, "to is missing")]
    [InlineData("method: qemu, ", "", "actions[1].boot", 8, "method is missing")]
    [InlineData(", username: root", "", "actions[1].boot.auto_login", 8, "username is missing")]
    [InlineData("username: root", "username: root, login_commands: true", "actions[1].boot.auto_login.login_commands", 8, "login_commands is a list, not the truth value true")]
    [InlineData("username: root", "username: root, shell: sh", "actions[1].boot.auto_login.shell", 8, "auto_login has no key shell")]
    [InlineData("from: git, ", "", "actions[2].test.definitions[0]", 11, "from is missing")]
    [InlineData("name: smoke}", "name: smoke, revision: abc, shallow: true}", "actions[2].test.definitions[0].shallow", 11, "a shallow clone does not have the revision")]
    [InlineData("    definitions:\n", "    definition:\n", "actions[2].test", 10, "a test action needs definitions, monitors or interactive")]
    [InlineData("    definitions:\n    - {repository: http://git.example/tests.git, from: git, path: smoke.yaml, name: smoke}\n", "    monitors: [{name: a b, start: s, end: e, pattern: p}]\n", "actions[2].test.monitors[0].name", 10, "the name of a monitor")]
    [InlineData("- command: {name: hello}", "- comand: {name: hello}", "actions[3].comand", 12, "there is no action comand: use deploy, boot, test or command")]
    [InlineData("- command: {name: hello}", "- {command: {name: hello}, boot: {method: x}}", "actions[3]", 12, "an action is a map with one key")]
    [InlineData("- command: {name: hello}", "- command", "actions[3]", 12, "an action is a map, not the text \"command\"")]
    public void An_error_names_the_place_and_the_rule(string part, string other, string path, int line, string reason)
    {
        var error = Refused(With(part, other));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Equal((path, line), (error.Path, error.Line));
    }

    [Fact]
    public void B16_login_commands_are_a_list() => Assert.NotNull(Read(With("username: root", "username: root, login_commands: [su, ls]")));

    [Fact]
    public void Actions_can_be_none_and_keys_that_only_the_dispatcher_knows_pass()
    {
        Assert.Empty(Read("job_name: a\ndevice_type: b\nvisibility: personal\ntimeouts: {job: {seconds: 1}}\nactions: []\n").Actions);
        Assert.NotNull(Read(With("to: tmpfs", "to: nowhere, images: {kernel: {url: x}}, namespace: one")));
    }

    [Fact]
    public void Names_of_the_context_are_those_of_LAVA_and_those_of_the_operator()
    {
        var text = Small + "context: {arch: amd64, our_power: 7}";
        Assert.Equal("context.our_power", Refused(text).Path);
        Assert.NotNull(Read(text, DefinitionRules.Submission with { ExtraContextNames = ["our_power"] }));
        Assert.Equal(43, ContextRules.Names.Count);
    }

    [Fact]
    public void Validation_looks_closer_and_takes_unknown_keys_unless_it_is_strict()
    {
        Assert.NotNull(Read(Small + "foo: 1", DefinitionRules.Validation));
        Assert.Equal("foo", Refused(Small + "foo: 1", DefinitionRules.StrictValidation).Path);
        var named = With("to: tmpfs", "to: tmpfs, namespace: one");
        Assert.NotNull(Read(named));
        Assert.Equal("actions[1].boot", Refused(named, DefinitionRules.Validation).Path);
        var multinode = Multinode + "device_type: qemu\n";
        Assert.NotNull(Read(multinode));
        Assert.Equal("device_type", Refused(multinode, DefinitionRules.Validation).Path);
    }

    [Fact]
    public void A_worker_gets_equal_data_with_the_compatibility()
    {
        PyYaml.SkipUnlessThere();
        var text = Read(Small + "metadata: {mac: \"52:54:00:12:34:56\", n: 010, t: \"yes\"}\n").WithCompatibility(3);
        var expected = PyYaml.Read([Small + "metadata: {mac: \"52:54:00:12:34:56\", n: 010, t: \"yes\"}\ncompatibility: 3\n"]);
        Assert.Equal(expected, PyYaml.Read([text]));
        Assert.EndsWith("\ncompatibility: 3\n", text, StringComparison.Ordinal);
    }
}
