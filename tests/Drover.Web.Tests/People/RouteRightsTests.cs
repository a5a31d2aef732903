using System.Net;
using System.Text;
using Drover.Tests.Shared;

namespace Drover.Web.Tests.People;

/// <summary>Every operation of the OpenAPI document that the daemon serves, called by everybody over TCP. An operation without a line here fails.</summary>
public sealed class RouteRightsTests
{
    private const string Password = "correct horse battery";

    // Who is let in, and who is refused by which status: nobody, viewer, operator, admin; the last three both with a session and with a token. Then the operation, with what stands for
    // the names in its path where it matters, and the body. Where the path is open to a role and the very thing is not, there is a line for each.
    // Pages of the lab and of services are called without these: a history shows results, which no role may inspect that is made of what the daemon has.
    private const string Table = """
        in   in   in   in   GET /livez
        in   in   in   in   GET /readyz
        in   in   in   in   GET /metrics
        401  in   in   in   GET /v1/version
        401  in   in   in   GET /v1/config
        401  in   in   in   GET /v1/openapi.json
        401  in   in   in   GET /v1/opcodes
        401  in   in   in   GET /v1/opcodes/{opcode}
        401  in   in   in   GET /v1/web-ca
        401  in   in   in   GET /v1/events
        401  403  403  in   GET /v1/trace
        401  403  403  in   GET /v1/log-level
        401  403  403  in   PUT /v1/log-level {"level":"information"}
        401  in   in   in   GET /v1/logs
        401  in   in   in   GET /v1/logs/{name}
        401  in   in   in   GET /v1/query
        401  in   in   in   GET /v1/query/{resource}
        401  403  403  in   GET /v1/query/{resource=account}
        401  403  403  in   GET /v1/query/{resource=token}
        401  in   in   in   GET /v1/query/{resource}/fields
        401  in   in   in   GET /v1/queue
        401  403  403  in   PUT /v1/queue {"drained":false}
        401  403  in   in   POST /v1/jobs {"ops":[{"OP_ID":"OP_NOTE"}]}
        401  403  403  in   POST /v1/jobs {"ops":[{"OP_ID":"OP_ACCOUNT_SET","name":"x","role":"admin"}]}
        401  403  403  in   POST /v1/jobs {"ops":[{"OP_ID":"OP_NOTE"},{"OP_ID":"OP_TOKEN_REMOVE","id":"x"}]}
        401  403  in   in   POST /v1/jobs/check {"ops":[{"OP_ID":"OP_NOTE"}]}
        401  403  403  in   POST /v1/jobs/check {"ops":[{"OP_ID":"OP_ACCOUNT_REMOVE","name":"viewer"}]}
        401  in   in   in   GET /v1/jobs/{id}
        401  in   in   in   GET /v1/jobs/{id}/history
        401  in   in   in   GET /v1/jobs/{id}/logs
        401  in   in   in   GET /v1/jobs/{id}/follow
        401  in   in   in   GET /v1/jobs/{id}/wait?timeout=0
        401  in   in   in   GET /v1/jobs/{id}/why
        401  403  in   in   POST /v1/jobs/{id}/priority {"priority":1}
        401  403  in   in   POST /v1/jobs/{id}/cancel
        401  403  403  in   POST /v1/jobs/{id}/cancel {"kill":true}
        401  403  403  in   POST /v1/jobs/{id}/break-locks
        401  403  in   in   POST /v1/jobs/{id}/archive
        401  403  in   in   POST /v1/jobs/archive {"age_seconds":86400}
        401  403  403  in   POST /v1/audit/verify
        401  403  403  in   POST /v1/password-hashes {"password":"correct horse battery"}
        in   in   in   in   POST /v1/own-password {"user":"viewer","password":"correct horse battery","new_password":"short"}
        401  403  403  in   POST /v1/second-factors {"user":"viewer"}
        401  403  403  403  POST /v1/sign-in-links
        401  403  403  in   GET /v1/sessions
        401  403  403  in   POST /v1/sessions/{id}/end
        in   in   in   in   GET /sign-in
        in   in   in   in   GET /sign-in/{link}
        in   in   in   in   POST /sign-in user=viewer&password=correct+horse+battery
        in   in   in   in   GET /sign-in/openid
        in   in   in   in   GET /sign-in/openid/back
        in   in   in   in   POST /sign-out
        in   in   in   in   POST /language language=fr
        in   in   in   in   GET /assets/{hash}/{name}
        401  in   in   in   GET /
        401  in   in   in   GET /live
        401  in   in   in   GET /account
        401  in   in   in   POST /account/password
        401  in   in   in   GET /jobs
        401  in   in   in   GET /jobs/{id}
        401  403  403  in   GET /jobs/{id}/history
        401  403  in   in   POST /jobs/{id}/priority priority=1
        401  403  in   in   POST /jobs/{id}/cancel
        401  403  in   in   POST /jobs/{id}/retry
        401  in   in   in   GET /services
        401  in   in   in   GET /services/{group}
        401  403  in   in   POST /services/{group}/level level=1
        401  in   in   in   GET /nodes
        401  in   in   in   GET /nodes/{node}
        401  403  in   in   POST /nodes node=web2
        401  in   in   in   GET /devices
        401  in   in   in   GET /devices/{name}
        401  in   in   in   GET /workers
        401  in   in   in   GET /workers/{name}
        401  in   in   in   GET /test-jobs
        401  in   in   in   GET /locks
        401  in   in   in   GET /logs/{name}
        401  in   in   in   GET /settings
        401  in   in   in   GET /audit
        401  403  403  in   POST /audit/verify
        401  in   in   in   GET /list
        401  in   in   in   GET /list/{resource}
        401  403  403  in   GET /list/{resource=account}
        401  in   in   in   GET /list/{resource}/{name}
        401  403  403  in   GET /list/{resource=token}/{name}
        """;

    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["id"] = "1", ["opcode"] = "OP_NOTE", ["resource"] = "job", ["name"] = "1", ["group"] = "web", ["node"] = "web2", ["hash"] = "none", ["link"] = "none",
    };

    private static readonly string[] s_roles = ["viewer", "operator", "admin"];

    [Fact]
    public async Task Each_operation_lets_those_in_whom_the_table_names_and_nobody_else()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.UntilItHoldsAsync(await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}"""));
        foreach (var role in s_roles)
        {
            await door.AddAccountAsync(role, Password, role);
            await door.AddTokenAsync(role, $"token-of-{role}", role);
        }
        List<string> wrong = [];
        foreach (var line in RightsTable.Read(Table))
        {
            Check("nobody", line.Outcomes[0], await SendAsync(door, line, _ => { }));
            foreach (var (role, outcome) in s_roles.Zip(line.Outcomes.Skip(1)))
            {
                // Each with a new session, for the operation may end it.
                var session = (await door.Sessions.SignInAsync(role, Password, "", "192.0.2.1", TestDoor.Stop)).Secret;
                Check($"{role} with a session", outcome, await SendAsync(door, line, request => request.Headers.Add("Cookie", $"drover-session={session}")));
                Check($"{role} with a token", outcome, await SendAsync(door, line, request => request.Headers.Add("Authorization", $"Bearer token-of-{role}")));
            }

            void Check(string who, string expected, HttpStatusCode status)
            {
                if (OutcomeOf((int)status) != expected)
                    wrong.Add($"{who}: {(int)status} and not {expected} for {line.Operation} {line.Body}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task The_table_names_each_operation_that_the_daemon_serves_and_no_other()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        Assert.Equal(RightsTable.Operations((await door.GetAsync("/v1/openapi.json")).Body), RightsTable.Read(Table).Select(line => line.Described).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What a status means for who has called: who is let in may well ask for something that is not there, or cannot be done now.</summary>
    private static string OutcomeOf(int status) => status is < 400 or 400 or 404 or 409 ? "in" : $"{status}";

    private static async Task<HttpStatusCode> SendAsync(TestDoor door, RightsTable.Line line, Action<HttpRequestMessage> say)
    {
        var names = new Dictionary<string, string>(s_names, StringComparer.Ordinal) { ["link"] = door.Sessions.Invite(door.Gate.Caller) };
        using var request = new HttpRequestMessage(new HttpMethod(line.Method), line.PathWith(names));
        request.Headers.Add("Origin", door.Tcp.BaseAddress!.GetLeftPart(UriPartial.Authority));
        if (line.Body.Length > 0)
            request.Content = new StringContent(line.Body, Encoding.UTF8, line.Body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded");
        else if (line.Method == "POST" && !line.Path.StartsWith("/v1", StringComparison.Ordinal))
            request.Content = new FormUrlEncodedContent([]);
        say(request);
        using var response = await door.Tcp.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestDoor.Stop);
        return response.StatusCode;
    }
}
