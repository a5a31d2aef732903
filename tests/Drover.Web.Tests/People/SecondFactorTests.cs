using System.Net;
using System.Text;
using System.Text.Json;
using Drover.People.SecondFactor;
using Drover.Web.Tests.Jobs;
using Drover.Web.Tests.Pages;

namespace Drover.Web.Tests.People;

/// <summary>Codes of an authenticator besides the password.</summary>
public sealed class SecondFactorTests
{
    private const string Password = "correct horse battery";
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(30);

    // RFC 6238, appendix B, with the last six digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeOf("12345678901234567890"u8, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    // RFC 4648, 10.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_as_authenticators_read_them(string bytes, string text) => Assert.Equal(text, Base32.Of(Encoding.ASCII.GetBytes(bytes)));

    [Fact]
    public async Task Another_password_takes_a_code_too()
    {
        await using var door = await DoorAsync();
        var (secret, _) = await EnrolAsync(door, "ada");
        SubmitTests.AssertError(await door.PostAsync("/v1/own-password", Own("000000")), 403, "SIGN_IN_REFUSED");
        Assert.Equal(200, (await door.PostAsync("/v1/own-password", Own(CodeOf(door, secret)))).Status);

        static string Own(string code) => $$"""{"user":"ada","password":"{{Password}}","code":"{{code}}","new_password":"another horse battery"}""";
    }

    [Fact]
    public async Task A_code_is_asked_for_and_good_once()
    {
        await using var door = await DoorAsync();
        var (secret, _) = await EnrolAsync(door, "ada");
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(door, ""));
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(door, "000000"));
        var code = CodeOf(door, secret);
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(door, $"{code[..3]} {code[3..]}"));
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(door, code));
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(door, CodeOf(door, secret, 1)));
        // Of a step before the last one that was used, though its time is not over.
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(door, code));
    }

    [Theory]
    [InlineData(-2, HttpStatusCode.Forbidden)]
    [InlineData(-1, HttpStatusCode.SeeOther)]
    [InlineData(1, HttpStatusCode.SeeOther)]
    [InlineData(2, HttpStatusCode.Forbidden)]
    public async Task A_clock_may_be_one_step_off(int steps, HttpStatusCode expected)
    {
        await using var door = await DoorAsync();
        var (secret, _) = await EnrolAsync(door, "ada");
        Assert.Equal(expected, await SignInAsync(door, CodeOf(door, secret, steps)));
    }

    [Fact]
    public async Task Codes_of_the_time_before_the_daemon_started_are_good_no_more()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Password);
        var (secret, _) = await EnrolAsync(door, "ada");
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(door, CodeOf(door, secret)));
        door.Clock.Advance(2 * s_step);
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(door, CodeOf(door, secret)));
    }

    [Fact]
    public async Task A_code_alone_is_not_enough()
    {
        await using var door = await DoorAsync();
        var (secret, _) = await EnrolAsync(door, "ada");
        var code = CodeOf(door, secret);
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(door, code, "wrong horse battery"));
        // Nor was it used up by that.
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(door, code));
    }

    [Fact]
    public async Task A_recovery_code_stands_for_it_once_and_its_use_is_a_job_of_the_user()
    {
        await using var door = await DoorAsync();
        var (_, codes) = await EnrolAsync(door, "ada");
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(door, codes[3].ToUpperInvariant().Insert(8, "-")));
        Assert.Equal("user:ada", door.Kernel.State.Jobs.Values.MaxBy(job => job.Id)!.Owner.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(door, codes[3]));
        var (_, row) = await door.GetAsync("/v1/query/account?fields=recovery_codes,second_factor");
        Assert.Equal("[[[0,9],[0,true]]]", row.GetProperty("rows").GetRawText());
    }

    [Fact]
    public async Task What_is_stored_of_it_tells_nothing_and_is_that_users_alone()
    {
        await using var door = await DoorAsync();
        await door.AddAccountAsync("bob", Password);
        var (_, drawn) = await door.PostAsync("/v1/second-factors", """{"user":"bob"}""");
        var secret = Secret(drawn);
        Assert.DoesNotContain(Convert.ToBase64String(secret), drawn.GetProperty("second_factor").GetString(), StringComparison.Ordinal);
        // Put to ada's account it opens nothing.
        await door.DoAsync($$"""{"OP_ID":"OP_ACCOUNT_SET","name":"ada","second_factor":"{{drawn.GetProperty("second_factor").GetString()}}"}""");
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(door, CodeOf(door, secret)));
        await door.DoAsync("""{"OP_ID":"OP_ACCOUNT_SET","name":"ada","second_factor":""}""");
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(door, ""));
    }

    /// <summary>Ada has an account, and the daemon has been up for some time.</summary>
    private static async Task<TestDoor> DoorAsync()
    {
        var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Password);
        door.Clock.Advance(10 * s_step);
        return door;
    }

    private static async Task<(byte[] Secret, string[] Codes)> EnrolAsync(TestDoor door, string user)
    {
        var (status, drawn) = await door.PostAsync("/v1/second-factors", $$"""{"user":"{{user}}"}""");
        Assert.True(status == 200, drawn.ToString());
        Assert.StartsWith($"otpauth://totp/Drover%20farm:{user}?secret=", drawn.GetProperty("address").GetString(), StringComparison.Ordinal);
        await door.DoAsync($$"""{"OP_ID":"OP_ACCOUNT_SET","name":"{{user}}","second_factor":"{{drawn.GetProperty("second_factor").GetString()}}","recovery_codes":{{drawn.GetProperty("recovery_code_hashes").GetRawText()}}}""");
        return (Secret(drawn), [.. drawn.GetProperty("recovery_codes").EnumerateArray().Select(code => code.GetString()!)]);
    }

    /// <summary>The secret as an authenticator reads it from the address.</summary>
    private static byte[] Secret(JsonElement drawn)
    {
        var text = drawn.GetProperty("address").GetString()!.Split("secret=")[1].Split('&')[0];
        var bits = string.Concat(text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }

    private static string CodeOf(TestDoor door, byte[] secret, int stepsAhead = 0) => Totp.CodeOf(secret, Totp.StepOf(door.Clock.GetUtcNow()) + stepsAhead);

    private static async Task<HttpStatusCode> SignInAsync(TestDoor door, string code, string password = Password)
    {
        using var browser = new Browser(door);
        using var answer = await browser.SignInAsync("ada", password, code);
        return answer.StatusCode;
    }
}
