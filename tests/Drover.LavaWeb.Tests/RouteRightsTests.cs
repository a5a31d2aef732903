using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Drover.Tests.Shared;

namespace Drover.LavaWeb.Tests;

/// <summary>Every operation of LAVA's paths that the OpenAPI document names, and every method of XML-RPC, called by everybody. One without a line here fails.</summary>
public sealed class RouteRightsTests
{
    // Who is let in, and who is refused by which status or code of a fault: nobody, a user, a superuser, a worker, who has the token of a test job. What workers may on other paths is what
    // nobody may. Then the operation; for XML-RPC the method and its arguments.
    private const string Table = """
        403 403 403 403 403 POST /scheduler/internal/v1/workers/ name=w1
        403 403 403 403 403 POST /scheduler/internal/v1/workers/ name=w9&username=ada&password=token-of-ada
        in  in  in  in  in  POST /scheduler/internal/v1/workers/ name=w9&username=root&password=token-of-root
        400 400 400 in  400 GET /scheduler/internal/v1/workers/{worker}/?version=2023.01
        400 400 400 400 in  GET /scheduler/internal/v1/jobs/{id}/
        400 400 400 400 in  POST /scheduler/internal/v1/jobs/{id}/ state=RUNNING
        400 400 400 400 in  POST /scheduler/internal/v1/jobs/{id}/logs/ index=0&lines=-+%7B%22dt%22%3A+%222023-04-05T06%3A07%3A08.1%22%2C+%22lvl%22%3A+%22info%22%2C+%22msg%22%3A+%22x%22%7D
        400 400 400 400 400 GET /ws/
        in  in  in  in  in  GET /scheduler/job/{id}/log_file/plain
        403 403 404 403 403 GET /scheduler/job/{id=bobs}/log_file/plain
        in  in  in  in  in  GET /api/v0.2/{**path}
        in  in  in  in  in  GET /api/v0.2/{**path=jobs/}
        in  in  in  in  in  GET /api/v0.2/{**path=job-of-all}
        404 404 in  404 404 GET /api/v0.2/{**path=job-of-bob}
        in  in  in  in  in  GET /api/v0.2/{**path=devices/}
        in  in  in  in  in  GET /api/v0.2/{**path=workers/}
        in  in  in  in  in  GET /api/v0.2/{**path=devicetypes/}
        403 in  in  403 403 GET /api/v0.2/{**path=tags/}
        403 in  in  403 403 GET /api/v0.2/{**path=aliases/}
        in  in  in  in  in  GET /api/v0.2/{**path=system/version/}
        403 in  in  403 403 POST /api/v0.2/{**path=jobs/} {"definition":"{job_name: hello, device_type: board, visibility: public, timeouts: {job: {minutes: 5}}, actions: []}"}
        403 403 in  403 403 POST /api/v0.2/{**path=devices/} {"hostname":"b9","device_type":"board"}
        403 403 in  403 403 POST /api/v0.2/{**path=workers/} {"hostname":"w8"}
        403 403 in  403 403 POST /api/v0.2/{**path=devicetypes/} {"name":"other"}
        403 403 in  403 403 POST /api/v0.2/{**path=tags/} {"name":"fast"}
        403 403 in  403 403 POST /api/v0.2/{**path=aliases/} {"name":"plank","device_type":"board"}
        403 403 in  403 403 PUT /api/v0.2/{**path=devices/b1/} {"hostname":"b1","device_type":"board","description":"x"}
        403 403 in  403 403 PATCH /api/v0.2/{**path=devices/b1/} {"description":"y"}
        403 403 in  403 403 PATCH /api/v0.2/{**path=workers/w1/} {"description":"y"}
        403 403 in  403 403 DELETE /api/v0.2/{**path=devices/b9/}
        403 403 in  403 403 DELETE /api/v0.2/{**path=workers/w8/}
        in  in  in  in  in  POST /RPC2 system.version
        in  in  in  in  in  POST /RPC2 system.api_version
        in  in  in  in  in  POST /RPC2 system.whoami
        in  in  in  in  in  POST /RPC2 system.listMethods
        in  in  in  in  in  POST /RPC2 system.methodHelp system.version
        in  in  in  in  in  POST /RPC2 system.methodSignature system.version
        in  in  in  in  in  POST /RPC2 system.getCapabilities
        in  in  in  in  in  POST /RPC2 system.master_config
        400 400 400 400 400 POST /RPC2 system.multicall x
        401 in  in  401 401 POST /RPC2 scheduler.jobs.submit definition
        401 in  in  401 401 POST /RPC2 scheduler.jobs.resubmit all
        in  in  in  in  in  POST /RPC2 scheduler.jobs.show all
        403 403 in  403 403 POST /RPC2 scheduler.jobs.show bobs
        in  in  in  in  in  POST /RPC2 scheduler.jobs.list
        in  in  in  in  in  POST /RPC2 scheduler.jobs.queue
        in  in  in  in  in  POST /RPC2 scheduler.jobs.logs all
        in  in  in  in  in  POST /RPC2 scheduler.jobs.definition all
        403 403 in  403 403 POST /RPC2 scheduler.jobs.definition bobs
        401 in  in  401 401 POST /RPC2 scheduler.jobs.configuration all
        in  in  in  in  in  POST /RPC2 scheduler.jobs.validate definition
        401 403 in  401 401 POST /RPC2 scheduler.jobs.cancel all
        401 403 in  401 401 POST /RPC2 scheduler.jobs.cancel bobs
        401 403 in  401 401 POST /RPC2 scheduler.devices.add b8 board w1
        in  in  in  in  in  POST /RPC2 scheduler.devices.list
        in  in  in  in  in  POST /RPC2 scheduler.devices.show b1
        401 403 in  401 401 POST /RPC2 scheduler.devices.update b1 w1
        401 403 404 401 401 POST /RPC2 scheduler.devices.get_dictionary b1
        401 403 in  401 401 POST /RPC2 scheduler.devices.set_dictionary b1 x
        401 403 in  401 401 POST /RPC2 scheduler.devices.tags.add b1 fast
        in  in  in  in  in  POST /RPC2 scheduler.devices.tags.list b1
        401 403 in  401 401 POST /RPC2 scheduler.devices.tags.delete b1 fast
        401 403 in  401 401 POST /RPC2 scheduler.device_types.add third
        in  in  in  in  in  POST /RPC2 scheduler.device_types.list
        in  in  in  in  in  POST /RPC2 scheduler.device_types.show board
        401 403 in  401 401 POST /RPC2 scheduler.device_types.update board x
        401 403 in  401 401 POST /RPC2 scheduler.device_types.set_template board x
        401 403 in  401 401 POST /RPC2 scheduler.device_types.get_template board
        401 403 in  401 401 POST /RPC2 scheduler.device_types.set_health_check board definition
        401 403 in  401 401 POST /RPC2 scheduler.device_types.get_health_check board
        401 403 in  401 401 POST /RPC2 scheduler.device_types.aliases.add board beam
        in  in  in  in  in  POST /RPC2 scheduler.device_types.aliases.list board
        401 403 in  401 401 POST /RPC2 scheduler.device_types.aliases.delete board beam
        401 403 in  401 401 POST /RPC2 scheduler.aliases.add joist board
        in  in  in  in  in  POST /RPC2 scheduler.aliases.list
        in  in  in  in  in  POST /RPC2 scheduler.aliases.show plank
        401 403 in  401 401 POST /RPC2 scheduler.aliases.delete joist
        401 403 in  401 401 POST /RPC2 scheduler.workers.add w7
        in  in  in  in  in  POST /RPC2 scheduler.workers.list
        in  in  in  in  in  POST /RPC2 scheduler.workers.show w1
        401 403 in  401 401 POST /RPC2 scheduler.workers.update w1 x
        401 403 in  401 401 POST /RPC2 scheduler.workers.set_config w1 {}
        401 403 in  401 401 POST /RPC2 scheduler.workers.get_config w1
        401 403 in  401 401 POST /RPC2 scheduler.workers.set_env w1 {}
        401 403 in  401 401 POST /RPC2 scheduler.workers.get_env w1
        401 403 in  401 401 POST /RPC2 scheduler.tags.add slow
        in  in  in  in  in  POST /RPC2 scheduler.tags.list
        in  in  in  in  in  POST /RPC2 scheduler.tags.show slow
        401 403 in  401 401 POST /RPC2 scheduler.tags.delete slow
        401 in  in  401 401 POST /RPC2 results.get_testjob_results_yaml all
        401 403 in  401 401 POST /RPC2 results.get_testjob_results_yaml bobs
        401 in  in  401 401 POST /RPC2 results.get_testjob_results_csv all
        401 404 404 401 401 POST /RPC2 results.get_testsuite_results_yaml all lava
        401 404 404 401 401 POST /RPC2 results.get_testsuite_results_csv all lava
        401 404 404 401 401 POST /RPC2 results.get_testsuite_results_count all lava
        401 404 404 401 401 POST /RPC2 results.get_testcase_results_yaml all lava job
        401 404 404 401 401 POST /RPC2 results.get_testcase_results_csv all lava job
        401 in  in  401 401 POST /RPC2 results.get_testjob_suites_list_yaml all
        401 in  in  401 401 POST /RPC2 results.get_testjob_suites_list_csv all
        401 in  in  401 401 POST /RPC2 results.get_testjob_metadata all
        401 in  in  401 401 POST /RPC2 scheduler.submit_job definition
        401 in  in  401 401 POST /RPC2 scheduler.resubmit_job all
        401 403 in  401 401 POST /RPC2 scheduler.cancel_job bobs
        in  in  in  in  in  POST /RPC2 scheduler.validate_yaml definition
        in  in  in  in  in  POST /RPC2 scheduler.job_details all
        403 403 in  403 403 POST /RPC2 scheduler.job_details bobs
        in  in  in  in  in  POST /RPC2 scheduler.job_state all
        in  in  in  in  in  POST /RPC2 scheduler.job_health all
        in  in  in  in  in  POST /RPC2 scheduler.job_status all
        in  in  in  in  in  POST /RPC2 scheduler.job_output all
        in  in  in  in  in  POST /RPC2 scheduler.all_jobs
        in  in  in  in  in  POST /RPC2 scheduler.all_devices
        in  in  in  in  in  POST /RPC2 scheduler.all_device_types
        in  in  in  in  in  POST /RPC2 scheduler.pending_jobs_by_device_type
        in  in  in  in  in  POST /RPC2 scheduler.get_device_status b1
        401 403 in  401 401 POST /RPC2 scheduler.put_into_maintenance_mode b1 x
        401 403 in  401 401 POST /RPC2 scheduler.put_into_online_mode b1 x
        404 404 404 404 404 POST /RPC2 scheduler.get_publisher_event_socket
        """;

    [Fact]
    public async Task Each_operation_lets_those_in_whom_the_table_names_and_nobody_else()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var all = await site.SubmitTestJobAsync();
        var jobToken = (await site.ToDoAsync("start")).Token;
        var bobs = await site.SubmitAsAsync(Clients.Bob, LavaSite.Definition.Replace("visibility: public", "visibility: personal", StringComparison.Ordinal));
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["worker"] = "w1", ["id"] = Text(all), ["all"] = Text(all), ["bobs"] = Text(bobs), ["**path"] = "", ["job-of-all"] = $"jobs/{all}/", ["job-of-bob"] = $"jobs/{bobs}/", ["definition"] = LavaSite.Definition,
        };
        (string Who, string? User, string? Token)[] callers = [("nobody", null, null), ("a user", "ada", Clients.Ada), ("a superuser", "root", Clients.Root), ("a worker", null, "secret"), ("a test job", null, jobToken)];
        List<string> wrong = [];
        foreach (var line in RightsTable.Read(Table))
            foreach (var ((who, user, token), expected) in callers.Zip(line.Outcomes))
            {
                var (status, text) = await SendAsync(site, line, names, user, token);
                if ((status < 400 ? "in" : Text(status)) != expected)
                    wrong.Add($"{who}: {status} and not {expected} for {line.Operation} {line.Body}: {text}");
            }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task The_table_names_each_operation_and_each_method_that_the_daemon_serves_and_no_other()
    {
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/openapi.json") { Headers = { { "Authorization", $"Bearer {Clients.Ada}" } } };
        using var response = await site.Http.SendAsync(request, LavaSite.Stop);
        var lines = RightsTable.Read(Table);
        Assert.Equal(
            RightsTable.Operations((await response.Content.ReadAsStringAsync(LavaSite.Stop)).Parsed()).Where(operation => !operation.Contains(" /v1/", StringComparison.Ordinal)),
            lines.Select(line => line.Described).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            XElement.Parse($"<all>{await site.RpcAsync(null, "system.listMethods")}</all>").Descendants("string").Select(name => name.Value),
            lines.Where(line => line.Path == "/RPC2").Select(line => line.Body.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<(int Status, string Text)> SendAsync(LavaSite site, RightsTable.Line line, Dictionary<string, string> names, string? user, string? token)
    {
        var words = line.Body.Split(' ');
        if (line.Path == "/RPC2")
            return await CallAsync(site, user is null ? null : token, words[0], [.. words.Skip(1).Select(word => Clients.Text(names.GetValueOrDefault(word, word)))]);
        var path = line.PathWith(names) + (user is not null && line.Path.EndsWith("/plain", StringComparison.Ordinal) ? $"?user={user}&token={token}" : "");
        using var request = new HttpRequestMessage(new HttpMethod(line.Method), path);
        if (line.Body.Length > 0)
            request.Content = new StringContent(line.Body, Encoding.UTF8, line.Body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded");
        if (user is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Token {token}");
        else if (token is not null)
            request.Headers.Add("LAVA-Token", token);
        using var response = await site.Http.SendAsync(request, LavaSite.Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(LavaSite.Stop));
    }

    private static async Task<(int Status, string Text)> CallAsync(LavaSite site, string? token, string method, string[] arguments)
    {
        var (status, body) = await site.RawRpcAsync(token, "/RPC2", method, arguments);
        return status == 200 && XDocument.Parse(body).Root!.Element("fault") is { } fault ? ((int)fault.Descendants("int").Single(), body) : (status, body);
    }
}
