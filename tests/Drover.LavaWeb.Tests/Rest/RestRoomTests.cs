using System.Net.Http.Json;

namespace Drover.LavaWeb.Tests.Rest;

/// <summary>REST before a real kernel, as the clients of build systems ask.</summary>
public sealed class RestRoomTests
{
    [Fact]
    public async Task Words_errors_and_statuses_are_those_of_Django_REST()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        Assert.Equal((200, """{"version":"2023.01"}"""), await site.RestAsync(null, "system/version/"));
        Assert.Equal((200, """{"user":""}"""), await site.RestAsync(null, "system/whoami/"));
        Assert.Equal((200, """{"user":"ada"}"""), await site.RestAsync(Clients.Ada, "system/whoami/"));
        Assert.Equal((403, """{"detail":"Invalid token."}"""), await site.RestAsync("no", "system/whoami/"));
        Assert.Equal((404, """{"detail":"Not found."}"""), await site.RestAsync(null, "nothing/"));
        Assert.Equal((404, """{"detail":"Not found."}"""), await site.RestAsync(null, "jobs/47.1/"));
        Assert.Equal((403, """{"detail":"Authentication credentials were not provided."}"""), await site.RestAsync(null, "jobs/", content: Clients.Json("{}")));
        Assert.Equal((400, """{"definition":["This field is required."]}"""), await site.RestAsync(Clients.Ada, "jobs/", content: Clients.Json("{}")));
        Assert.Equal(400, (await site.RestAsync(Clients.Ada, "jobs/", content: Clients.Json("{"))).Status);
        Assert.Equal(415, (await site.RestAsync(Clients.Ada, "jobs/", content: new StringContent("x", null, "text/csv"))).Status);
        Assert.Equal((400, """{"state":["Select a valid choice. running is not one of Submitted, Scheduling, Scheduled, Running, Canceling, Finished."]}"""), await site.RestAsync(null, "jobs/?state=running"));
        Assert.Equal(405, (await site.RestAsync(null, "system/version/", HttpMethod.Put, Clients.Json("{}"))).Status);
        Assert.Equal(403, (await site.RestAsync(null, "tags/")).Status);
    }

    [Fact]
    public async Task A_job_is_submitted_listed_shown_and_cancelled()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var (status, body) = await site.RestAsync(Clients.Ada, "jobs/?format=json&limit=256", content: JsonContent.Create(new Dictionary<string, string> { ["definition"] = LavaSite.Definition }));
        Assert.Equal(201, status);
        var id = body.Parsed().GetProperty("job_ids")[0].GetInt64();
        var job = (await site.RestAsync(null, $"jobs/{id}/")).Body.Parsed();
        Assert.Equal("ada", job.GetProperty("submitter").GetString());
        Assert.Equal(LavaSite.Definition, job.GetProperty("original_definition").GetString());
        Assert.StartsWith("actions: []\ndevice_type: board\n", job.GetProperty("definition").GetString(), StringComparison.Ordinal);
        Assert.Equal("board", job.GetProperty("requested_device_type").GetString());
        var list = (await site.RestAsync(null, $"jobs/?id__in={id},99&submitter__username=ada&health=Unknown")).Body.Parsed();
        Assert.Equal(1, list.GetProperty("count").GetInt32());
        Assert.Equal(0, (await site.RestAsync(null, "jobs/?state=Finished")).Body.Parsed().GetProperty("count").GetInt32());
        Assert.Equal(0, (await site.RestAsync(null, "jobs/?submitter!=ada&nonsense=1")).Body.Parsed().GetProperty("count").GetInt32());
        Assert.Equal(403, (await site.RestAsync(Clients.Bob, $"jobs/{id}/cancel/")).Status);
        Assert.Equal(200, (await site.RestAsync(Clients.Ada, $"jobs/{id}/cancel/", HttpMethod.Post)).Status);
        await site.UntilFinalAsync(id);
        Assert.Equal("Canceled", (await site.RestAsync(null, $"jobs/{id}.json")).Body.Parsed().GetProperty("health").GetString());
    }

    [Fact]
    public async Task A_refused_definition_is_400_with_key_and_line()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("definition", "job_name: a\ndevice_type: board\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions:\n- deploy: {}\n")]);
        var (status, body) = await site.RestAsync(Clients.Ada, "jobs/", content: form);
        Assert.Equal(400, status);
        Assert.StartsWith("Problem with submitted job data: ", body.Parsed().GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("line 6", body, StringComparison.Ordinal);
        var (_, invalid) = await site.RestAsync(null, "jobs/validate/", content: Clients.Json("""{"definition": "job_name: a"}"""));
        Assert.StartsWith("Job invalid: ", invalid.Parsed().GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_ran_has_logs_suites_tests_and_exports()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, LavaSite.Definition);
        Assert.Equal(404, (await site.RestAsync(null, $"jobs/{id}/logs/")).Status);
        await site.RunAsync(id);
        Assert.Equal(3, (await site.RestAsync(null, $"jobs/{id}/logs/")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("- {\"dt\": \"2023-04-05T06:07:08.123456\", \"lvl\": \"info\", \"msg\": \"start\"}\n", (await site.RestAsync(null, $"jobs/{id}/logs/?start=0&end=1")).Body);
        Assert.Equal(404, (await site.RestAsync(null, $"jobs/{id}/logs/?start=3")).Status);
        var suites = (await site.RestAsync(null, $"jobs/{id}/suites/")).Body.Parsed().GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["0_smoke", "lava"], suites.Select(suite => suite.GetProperty("name").GetString()));
        var tests = (await site.RestAsync(null, $"jobs/{id}/suites/{suites[0].GetProperty("id").GetInt64()}/tests/")).Body.Parsed().GetProperty("results");
        Assert.Equal("12.5000000000", tests[0].GetProperty("measurement").GetString());
        Assert.Equal(1, tests[0].GetProperty("end_log_line").GetInt32());
        Assert.Equal(200, (await site.RestAsync(null, new Uri(tests[0].GetProperty("resource_uri").GetString()!).AbsolutePath["/api/v0.2/".Length..])).Status);
        Assert.Equal(2, (await site.RestAsync(null, $"jobs/{id}/tests/?result=pass")).Body.Parsed().GetProperty("count").GetInt32());
        Assert.Contains("<testcase name=\"boot\" classname=\"p_0_smoke\"", (await site.RestAsync(null, $"jobs/{id}/junit/?classname_prefix=p")).Body, StringComparison.Ordinal);
        Assert.StartsWith("TAP version 13\n1..2\nok 1 0_smoke/boot\n", (await site.RestAsync(null, $"jobs/{id}/tap13/")).Body, StringComparison.Ordinal);
        Assert.Contains($"\"{id}\",\"0_smoke\",\"pass\",\"12.5000000000\",\"s\"", (await site.RestAsync(null, $"jobs/{id}/csv/")).Body, StringComparison.Ordinal);
        Assert.Equal(["0_smoke", "lava"], Suites((await site.RestAsync(null, $"jobs/{id}/csv/")).Body));
        Assert.Equal(["lava"], Suites((await site.RestAsync(null, $"jobs/{id}/csv/?limit=5&offset=1")).Body));
        Assert.Equal(["0_smoke"], Suites((await site.RestAsync(null, $"jobs/{id}/csv/?limit=1")).Body));
        Assert.Equal(404, (await site.RestAsync(null, $"jobs/{id}/nothing/")).Status);

        IEnumerable<string> Suites(string csv) => csv.Split('\n').Where(line => line.StartsWith($"\"{id}\",", StringComparison.Ordinal)).Select(line => line.Split(',')[1].Trim('"'));
    }

    [Fact]
    public async Task A_filter_that_no_row_could_match_is_refused_also_where_there_are_no_rows()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        string[] refused =
        [
            "jobs/?priority=high", "jobs/?id__in=1,x", "jobs/?start_time__gt=yesterday", "jobs/?health_check=perhaps", "jobs/?tags=usb", "jobs/?requested_device_type=raspberry",
            "devices/?device_type=raspberry", "devices/?last_health_report_job=x", "devicetypes/?bits=many", "workers/?last_ping__lt=soon",
        ];
        foreach (var path in refused)
        {
            var (status, body) = await site.RestAsync(null, path);
            Assert.True(status == 400, $"{path}: {status} {body}");
            Assert.Equal([path.Split('?')[1].Split('=')[0]], body.Parsed().EnumerateObject().Select(field => field.Name));
        }
        foreach (var path in new[] { "jobs/?priority=50", "jobs/?start_time__gt=2023-01-01", "jobs/?health_check=false", "jobs/?requested_device_type=board", "jobs/?target_group=g", "devices/?device_type=board&is_synced=false" })
            Assert.Equal(200, (await site.RestAsync(null, path)).Status);
    }

    [Fact]
    public async Task Jobs_of_a_list_are_cancelled_and_those_that_cannot_be_are_named()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var (one, two, others) = (await site.SubmitAsAsync(Clients.Ada, LavaSite.Definition), await site.SubmitAsAsync(Clients.Ada, LavaSite.Definition), await site.SubmitAsAsync(Clients.Bob, LavaSite.Definition));
        Assert.Equal(403, (await site.RestAsync(null, "jobs/batch_cancel/", content: Clients.Json("{}"))).Status);
        Assert.Equal((400, """{"job_ids":["This field is required."]}"""), await site.RestAsync(Clients.Ada, "jobs/batch_cancel/", content: Clients.Json("{}")));
        Assert.Equal((200, $$"""{"message":"Job cancel signal sent to 1 of 4 jobs.","job_ids":[{{one}}],"invalid_job_ids":[{{others}},999,"x"]}"""),
            await site.RestAsync(Clients.Ada, "jobs/batch_cancel/", content: Clients.Json($$"""{"job_ids": [{{one}}, {{others}}, 999, "x", {{one}}]}""")));
        await site.UntilFinalAsync(one);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("job_ids", $"{one}"), KeyValuePair.Create("job_ids", $"{two}")]);
        Assert.Contains($"\"job_ids\":[{one},{two}]", (await site.RestAsync(Clients.Ada, "jobs/batch_cancel/", content: form)).Body, StringComparison.Ordinal);
        await site.UntilFinalAsync(two);
        Assert.Equal(["\"Submitted\""], (await site.RowsAsync("test-job", "id", "state")).Where(row => row.StartsWith($"{others} ", StringComparison.Ordinal)).Select(row => row.Split(' ')[1].Replace("Scheduled", "Submitted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_log_lies_where_clients_over_XML_RPC_fetch_it()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, LavaSite.Definition.Replace("visibility: public", "visibility: personal", StringComparison.Ordinal));
        await site.RunAsync(id);
        async Task<(int, string)> FetchAsync(string query)
        {
            using var response = await site.Http.GetAsync($"/scheduler/job/{id}/log_file/plain{query}", LavaSite.Stop);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(LavaSite.Stop));
        }
        Assert.Equal((200, site.LogOf(id)), await FetchAsync($"?user=ada&token={Clients.Ada}"));
        Assert.Equal(403, (await FetchAsync("")).Item1);
        Assert.Equal(403, (await FetchAsync($"?user=bob&token={Clients.Ada}")).Item1);
        Assert.Equal(403, (await FetchAsync($"?user=bob&token={Clients.Bob}")).Item1);
        using var unknown = await site.Http.GetAsync("/scheduler/job/999/log_file/plain", LavaSite.Stop);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task Pages_are_linked_with_all_parameters_and_in_order()
    {
        await using var site = await LavaSite.StartAsync();
        var first = (await site.RestAsync(null, "devices/?ordering=-hostname&limit=1&device_type=board")).Body.Parsed();
        Assert.Equal(2, first.GetProperty("count").GetInt32());
        Assert.Equal("b2", first.GetProperty("results")[0].GetProperty("hostname").GetString());
        var next = new Uri(first.GetProperty("next").GetString()!);
        Assert.Contains("device_type=board", next.Query, StringComparison.Ordinal);
        var second = (await site.RestAsync(null, next.PathAndQuery["/api/v0.2/".Length..])).Body.Parsed();
        Assert.Equal("b1", second.GetProperty("results")[0].GetProperty("hostname").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.NotNull(second.GetProperty("previous").GetString());
    }

    [Fact]
    public async Task Devices_types_workers_aliases_and_tags_are_changed_by_superusers_alone()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        Assert.Equal(403, (await site.RestAsync(Clients.Ada, "devices/b1/set_health/", content: Clients.Json("""{"health": "bad"}"""))).Status);
        Assert.Equal((202, """{"message":"OK"}"""), await site.RestAsync(Clients.Root, "devices/b1/set_health/", content: Clients.Json("""{"health": "bad", "reason": "smoke"}""")));
        Assert.Equal("Bad", (await site.RestAsync(null, "devices/b1/")).Body.Parsed().GetProperty("health").GetString());
        Assert.Equal(400, (await site.RestAsync(Clients.Root, "devices/b1/set_health/", content: Clients.Json("""{"health": "worse"}"""))).Status);
        Assert.Equal(403, (await site.RestAsync(Clients.Ada, "devices/b1/dictionary/")).Status);
        Assert.Equal(400, (await site.RestAsync(Clients.Root, "devices/b1/dictionary/")).Status);
        Assert.Equal(201, (await site.RestAsync(Clients.Root, "devicetypes/", content: Clients.Json("""{"name": "pi", "aliases": ["raspberry"]}"""))).Status);
        Assert.Equal(201, (await site.RestAsync(Clients.Root, "devices/", content: Clients.Json("""{"hostname": "p1", "device_type": "pi", "worker_host": "w1"}"""))).Status);
        Assert.Equal(204, (await site.RestAsync(Clients.Root, "devicetypes/pi/template/", content: Clients.Json("""{"template": "{% set a = 1 %}"}"""))).Status);
        Assert.Equal((200, "{% set a = 1 %}"), await site.RestAsync(Clients.Root, "devicetypes/pi/template/"));
        Assert.Equal("pi", (await site.RestAsync(Clients.Ada, "aliases/raspberry/")).Body.Parsed().GetProperty("device_type").GetString());
        Assert.Equal(200, (await site.RestAsync(Clients.Root, "workers/w1/", HttpMethod.Patch, Clients.Json("""{"health": "Maintenance"}"""))).Status);
        Assert.Equal(1, (await site.RestAsync(null, "devices/?worker_host__health=Maintenance&hostname=p1")).Body.Parsed().GetProperty("count").GetInt32());
        Assert.Equal(201, (await site.RestAsync(Clients.Root, "tags/", content: Clients.Json("""{"name": "usb", "description": "has USB"}"""))).Status);
        var tag = (await site.RestAsync(Clients.Ada, "tags/")).Body.Parsed().GetProperty("results")[0];
        Assert.Equal(204, (await site.RestAsync(Clients.Root, $"tags/{tag.GetProperty("id").GetInt64()}/", HttpMethod.Delete)).Status);
        Assert.Equal(204, (await site.RestAsync(Clients.Root, "devices/p1/", HttpMethod.Delete)).Status);
        Assert.Equal(404, (await site.RestAsync(null, "devices/p1/")).Status);
    }

    [Fact]
    public async Task A_device_that_is_kept_for_a_group_is_seen_and_used_by_its_members_alone()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        Assert.Equal(201, (await site.RestAsync(Clients.Root, "devicetypes/", content: Clients.Json("""{"name": "pi"}"""))).Status);
        Assert.Equal(201, (await site.RestAsync(Clients.Root, "devices/", content: Clients.Json("""{"hostname": "p1", "device_type": "pi", "worker_host": "w1", "physical_group": "boards", "health": "Good"}"""))).Status);
        Assert.Equal(200, (await site.RestAsync(Clients.Bob, "devices/p1/")).Status);
        await site.DoAsync("OP_DEVICE_SET", json =>
        {
            json.WriteString("name", "p1");
            json.WriteBoolean("public", false);
        });
        Assert.Equal("boards", (await site.RestAsync(Clients.Root, "devices/p1/")).Body.Parsed().GetProperty("physical_group").GetString());
        Assert.Equal((200, 404, 404), ((await site.RestAsync(Clients.Ada, "devices/p1/")).Status, (await site.RestAsync(Clients.Bob, "devices/p1/")).Status, (await site.RestAsync(null, "devices/p1/")).Status));
        Assert.Contains("p1", await site.RpcAsync(Clients.Ada, "scheduler.devices.list"), StringComparison.Ordinal);
        Assert.DoesNotContain("p1", await site.RpcAsync(Clients.Bob, "scheduler.devices.list"), StringComparison.Ordinal);
        Assert.StartsWith("fault 403", await site.RpcAsync(Clients.Bob, "scheduler.devices.show", Clients.Text("p1")), StringComparison.Ordinal);
        var definition = LavaSite.Definition.Replace("device_type: board", "device_type: pi", StringComparison.Ordinal);
        Assert.Contains("that user:bob may use", await site.RpcAsync(Clients.Bob, "scheduler.jobs.submit", Clients.Text(definition)), StringComparison.Ordinal);
        await site.RunAsync(await site.SubmitAsAsync(Clients.Ada, definition));
    }

    [Fact]
    public async Task A_path_without_its_slash_is_sent_on()
    {
        await using var site = await LavaSite.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
        using var response = await client.GetAsync("/api/v0.2/devices?limit=1", LavaSite.Stop);
        Assert.Equal(301, (int)response.StatusCode);
        Assert.Equal("/api/v0.2/devices/?limit=1", response.Headers.Location!.OriginalString);
    }
}
