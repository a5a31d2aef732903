namespace Drover.LavaWeb.Tests.Rpc;

/// <summary>XML-RPC before a real kernel: who may do what, and what is answered. lavacli itself is in the acceptance tests.</summary>
public sealed class RpcRoomTests
{
    private const string Personal = "job_name: mine\ndevice_type: board\nvisibility: personal\ntimeouts: {job: {minutes: 5}}\nactions: []\n";

    [Fact]
    public async Task The_version_is_told_to_anybody_at_each_of_the_paths()
    {
        await using var site = await LavaSite.StartAsync();
        foreach (var path in new[] { "/RPC2", "/RPC2/", "//RPC2" })
        {
            var (status, body) = await site.RawRpcAsync(null, path, "system.version");
            Assert.Equal(200, status);
            Assert.Contains("<string>2023.01</string>", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answers_name_their_charset_without_which_lavacli_takes_them_for_Latin_1()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, LavaSite.Definition.Replace("hello", "café 😀", StringComparison.Ordinal));
        using var content = new StringContent($"<?xml version='1.0'?><methodCall><methodName>scheduler.jobs.show</methodName><params><param><value><int>{id}</int></value></param></params></methodCall>", null, "text/xml");
        using var response = await site.Http.PostAsync("/RPC2", content, LavaSite.Stop);
        Assert.Equal("text/xml; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("café 😀", System.Text.Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(LavaSite.Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_a_status_and_no_token_may_look_but_not_change()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        Assert.Equal(401, (await site.RawRpcAsync("no-such-token-of-ada", "/RPC2", "system.version")).Status);
        Assert.Equal("<nil />", await site.RpcAsync(null, "system.whoami"));
        Assert.Equal("<string>ada</string>", await site.RpcAsync(Clients.Ada, "system.whoami"));
        Assert.Contains("b1", await site.RpcAsync(null, "scheduler.devices.list"), StringComparison.Ordinal);
        Assert.StartsWith("fault 401: ", await site.RpcAsync(null, "scheduler.jobs.submit", Clients.Text(LavaSite.Definition)), StringComparison.Ordinal);
        Assert.StartsWith("fault 403: ada may not do this", await site.RpcAsync(Clients.Ada, "scheduler.workers.add", Clients.Text("w9")), StringComparison.Ordinal);
        Assert.DoesNotContain("w9", await site.RpcAsync(null, "scheduler.workers.list"), StringComparison.Ordinal);
        Assert.Equal("<nil />", await site.RpcAsync(Clients.Root, "scheduler.workers.add", Clients.Text("w9")));
        Assert.Contains("w9", await site.RpcAsync(null, "scheduler.workers.list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_definition_is_a_fault_of_one_line_with_key_and_line_and_leaves_no_job()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var before = site.Kernel.State.QueueState.LastJobId;
        var fault = await site.RpcAsync(Clients.Ada, "scheduler.jobs.submit", Clients.Text("job_name: a\ndevice_type: board\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions:\n- deploy: {}\n"));
        Assert.StartsWith("fault 400: Problem with submitted job data: ", fault, StringComparison.Ordinal);
        Assert.Contains("line 6", fault, StringComparison.Ordinal);
        Assert.Contains("@ data['actions'][0]['deploy']", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
        Assert.StartsWith("fault 400: Device unavailable: ", await site.RpcAsync(Clients.Ada, "scheduler.jobs.submit", Clients.Text(LavaSite.Definition.Replace("board", "none", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Equal(before, site.Kernel.State.QueueState.LastJobId);
    }

    [Fact]
    public async Task A_personal_job_is_for_its_submitter_and_superusers()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, Personal);
        foreach (var token in new[] { null, Clients.Bob })
        {
            Assert.StartsWith("fault 403: ", await site.RpcAsync(token, "scheduler.jobs.show", $"<int>{id}</int>"), StringComparison.Ordinal);
            Assert.DoesNotContain("mine", await site.RpcAsync(token, "scheduler.jobs.list"), StringComparison.Ordinal);
        }
        foreach (var token in new[] { Clients.Ada, Clients.Root })
            Assert.Contains("mine", await site.RpcAsync(token, "scheduler.jobs.show", Clients.Text($"{id}")), StringComparison.Ordinal);
        Assert.StartsWith("fault 404: ", await site.RpcAsync(Clients.Ada, "scheduler.jobs.show", "<int>999</int>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bob_cannot_cancel_what_ada_has_submitted_and_cancelling_twice_is_fine()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, LavaSite.Definition);
        Assert.StartsWith("fault 403: ", await site.RpcAsync(Clients.Bob, "scheduler.jobs.cancel", $"<int>{id}</int>"), StringComparison.Ordinal);
        Assert.Equal("<boolean>1</boolean>", await site.RpcAsync(Clients.Ada, "scheduler.jobs.cancel", $"<int>{id}</int>"));
        await site.UntilFinalAsync(id);
        Assert.Equal("<boolean>1</boolean>", await site.RpcAsync(Clients.Ada, "scheduler.jobs.cancel", $"<int>{id}</int>"));
        Assert.Contains("<string>Canceled</string>", await site.RpcAsync(null, "scheduler.jobs.show", $"<int>{id}</int>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_ran_has_log_results_and_configuration()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, LavaSite.Definition);
        Assert.Contains("<boolean>0</boolean>", await site.RpcAsync(null, "scheduler.jobs.logs", $"<int>{id}</int>", "<int>0</int>", "<nil/>"), StringComparison.Ordinal);
        await site.RunAsync(id);
        var logs = await site.RpcAsync(null, "scheduler.jobs.logs", $"<int>{id}</int>", "<int>0</int>", "<int>1</int>");
        Assert.Contains("<boolean>1</boolean>", logs, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("- {\"dt\": \"2023-04-05T06:07:08.123456\", \"lvl\": \"info\", \"msg\": \"start\"}\n"u8), logs, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("[]"u8), await site.RpcAsync(null, "scheduler.jobs.logs", $"<int>{id}</int>", "<int>3</int>", "<nil/>"), StringComparison.Ordinal);
        var results = await site.RpcAsync(Clients.Bob, "results.get_testjob_results_yaml", Clients.Text($"{id}"));
        Assert.Contains("measurement: '12.5000000000'", results.Replace("\"", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.StartsWith("fault 401: ", await site.RpcAsync(null, "results.get_testjob_results_yaml", Clients.Text($"{id}")), StringComparison.Ordinal);
        Assert.StartsWith("fault 404: ", await site.RpcAsync(Clients.Bob, "results.get_testsuite_results_yaml", Clients.Text($"{id}"), Clients.Text("no")), StringComparison.Ordinal);
        Assert.Contains("compatibility: 0", await site.RpcAsync(Clients.Bob, "scheduler.jobs.configuration", $"<int>{id}</int>"), StringComparison.Ordinal);
        var again = await site.RpcAsync(Clients.Bob, "scheduler.jobs.resubmit", $"<int>{id}</int>");
        Assert.StartsWith("<int>", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_calls_in_one_are_answered_each_by_its_value_or_fault()
    {
        await using var site = await LavaSite.StartAsync();
        var answer = await site.RpcAsync(null, "system.multicall", """
            <array><data>
            <value><struct><member><name>methodName</name><value>system.version</value></member><member><name>params</name><value><array><data/></array></value></member></struct></value>
            <value><struct><member><name>methodName</name><value>no.such</value></member><member><name>params</name><value><array><data/></array></value></member></struct></value>
            </data></array>
            """);
        Assert.Contains("<value><array><data><value><string>2023.01</string></value></data></array></value>", answer, StringComparison.Ordinal);
        Assert.Contains("<name>faultCode</name><value><int>-32601</int></value>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_method_has_its_help_and_refuses_too_many_arguments()
    {
        await using var site = await LavaSite.StartAsync();
        var names = System.Xml.Linq.XElement.Parse(await site.RpcAsync(null, "system.listMethods")).Descendants("string").Select(name => name.Value).ToList();
        Assert.True(names.Count > 60);
        foreach (var name in names)
        {
            Assert.Contains(name, await site.RpcAsync(null, "system.methodHelp", Clients.Text(name)), StringComparison.Ordinal);
            Assert.StartsWith("fault 400: ", await site.RpcAsync(null, name, [.. Enumerable.Repeat("<nil/>", 12)]), StringComparison.Ordinal);
        }
    }
}
