using Drover.Cli.Tests.TestJobs;

namespace Drover.Cli.Tests.Lab;

public sealed class LabListingTests
{
    [Fact]
    public async Task Results_of_a_job_are_asked_for_by_its_id()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/result", """
            {"fields":[{"name":"job","title":"Job","kind":"text"},{"name":"suite","title":"Suite","kind":"text"},{"name":"case","title":"Case","kind":"text"},{"name":"result","title":"Result","kind":"text"},
             {"name":"measurement","title":"Measurement","kind":"text"},{"name":"units","title":"Units","kind":"text"}],
             "rows":[[[0,"17"],[0,"0_smoke"],[0,"boot"],[0,"pass"],[0,"3.5"],[0,"s"]]],"next":null}
            """);
        Assert.Equal("Job  Suite    Case  Result  Measurement  Units\n17   0_smoke  boot  pass    3.5          s\n", daemon.Run("get", "results", "--job", "17", "--failed").Out);
        Assert.Equal(("(result == \"fail\") and (job == \"17\")", "-id"), (daemon.Requests.Last().Query["filter"].ToString(), daemon.Requests.Last().Query["sort"].ToString()));
    }

    [Theory]
    [InlineData("get test-jobs --failed --mine", "(health == \"Incomplete\") and (submitter == ")]
    [InlineData("get test-jobs --last=3", "")]
    public async Task Test_jobs_are_chosen_like_jobs(string line, string filter)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/test-job", """{"fields":[],"rows":[],"next":null}""");
        _ = daemon.Run([.. line.Split(' '), "-o", "jsonl"]);
        var query = Assert.Single(daemon.Requests).Query;
        Assert.StartsWith(filter, query["filter"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get devices --failed", "--failed is about jobs, test jobs and results, not about device")]
    [InlineData("get workers --mine", "--mine is about jobs and test jobs, not about worker")]
    [InlineData("get devices --job 17", "--job is about results, not about device")]
    public void Choices_that_a_resource_does_not_have_are_refused(string line, string error)
    {
        var result = CliRun.InProcess(line.Split(' '));
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"drover: USAGE: {error}\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_several_lines_is_shown_as_lines()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/device/fields", """{"fields":[{"name":"name","title":"Device","kind":"text"},{"name":"dictionary","title":"Dictionary","kind":"text"}]}""")
            .On("GET /v1/query/device", """{"fields":[{"name":"name","title":"Device","kind":"text"},{"name":"dictionary","title":"Dictionary","kind":"text"}],"rows":[[[0,"b1"],[0,"{% a %}\n\n  b\u001b\n"]]],"next":null}""");
        Assert.Equal("name:       b1\ndictionary:\n  {% a %}\n\n    b\\x1b\n", daemon.Run("show", "device", "b1").Out);
    }

    [Fact]
    public async Task A_job_that_may_have_many_devices_is_explained_in_one_line()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var children = string.Join(',', Enumerable.Range(1, 5).Select(i => $$"""{"text":"device b{{i}} is bad","children":[]}"""));
        daemon.On("GET /v1/jobs/17/why", $$$"""{"id":17,"sentence":"Job 17 waits.","tree":{"text":"job 17","children":[{{{children}}}]}}""")
            .On("GET /v1/query/test-job", CannedLab.Row("Submitted"))
            .On("GET /v1/query/device", $$"""{"fields":[],"rows":[{{string.Join(',', Enumerable.Range(1, 5).Select(i => i == 1
                ? """[[0,"Good"],[3,null],[3,null],[0,"w1"],[0,false]]""" : $$"""[[0,"Good"],[0,{{i}}],[3,null],[0,"w1"],[0,false]]"""))}}],"next":null}""")
            .On("GET /v1/query/worker", """{"fields":[],"rows":[],"next":null}""");
        Assert.Equal("Job 17 waits for a device: 5 devices of type qemu with kvm: 1 free, 4 have jobs 2, 3, 4 and 1 more.\n", daemon.Run("why", "17").Out);
        Assert.Equal("\"kvm\" in tags", daemon.Requests.First(request => request.Line == "GET /v1/query/device").Query["filter"].ToString().Split(" and ")[1]);
        Assert.StartsWith("Job 17 waits.\n├─ device b1 is bad\n", daemon.Run("why", "17", "--all").Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_of_a_group_waits_for_devices_of_all_and_is_explained_by_the_daemon()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var children = string.Join(',', Enumerable.Range(1, 5).Select(i => $$"""{"text":"device b{{i}} is bad","children":[]}"""));
        daemon.On("GET /v1/jobs/17/why", $$$"""{"id":17,"sentence":"Job 17 waits for many.","tree":{"text":"Job 17 waits for many.","children":[{{{children}}}]}}""")
            .On("GET /v1/query/test-job", CannedLab.Row("Submitted", group: "g"));
        Assert.Equal("Job 17 waits for many.\n", daemon.Run("why", "17").Out);
        Assert.Contains("\n├─ device b1 is bad\n", daemon.Run("why", "17", "--all").Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_opcode_of_the_lab_names_its_verb()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/opcodes/OP_DEVICE_REMOVE", """{"id":"OP_DEVICE_REMOVE","runs":true,"parameters":[]}""");
        Assert.EndsWith("\nexample: drover submit device-remove\nverb:    drover del device NAME\n", daemon.Run("explain", "device-remove").Out, StringComparison.Ordinal);
    }
}
