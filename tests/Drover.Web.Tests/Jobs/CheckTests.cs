using System.Text.Json;
using Drover.Kernel;

namespace Drover.Web.Tests.Jobs;

public sealed class CheckTests
{
    [Fact]
    public async Task A_check_tells_locks_and_makes_no_job()
    {
        await using var door = await TestDoor.OpenAsync();
        var before = door.Kernel.State.Sequence;
        var (status, body) = await door.PostAsync("/v1/jobs/check", """{"jobs":[{"ops":[{"OP_ID":"OP_NOTE","nodes":["n1"]},{"OP_ID":"OP_HOLD"}]}]}""");
        Assert.Equal(200, status);
        var ops = body.GetProperty("jobs")[0].GetProperty("ops");
        Assert.Equal("""{"node":{"exclusive":["n1"]}}""", ops[0].GetProperty("locks").GetRawText());
        Assert.Equal(("NOTE", JsonValueKind.Null, 0), (ops[0].GetProperty("summary").GetString(), ops[0].GetProperty("problem").ValueKind, ops[0].GetProperty("lines").GetArrayLength()));
        Assert.Equal("HOLD", ops[1].GetProperty("summary").GetString());
        Assert.Empty(door.Kernel.State.Jobs);
        Assert.Equal(before, door.Kernel.State.Sequence);
    }

    [Theory]
    [InlineData("""{"ops":[{"OP_ID":"OP_NIX"}]}""", "OPCODE_UNKNOWN")]
    [InlineData("""{"ops":[{"OP_ID":"OP_NOTE","text":5}]}""", "OPCODE_PARAMETER_INVALID")]
    [InlineData("""{"ops":[{"OP_ID":"OP_NOTE"}],"token":"t"}""", "FIELD_UNKNOWN")]
    [InlineData("{}", "FIELD_MISSING")]
    public async Task What_is_malformed_is_refused_as_at_submit(string request, string code)
    {
        await using var door = await TestDoor.OpenAsync();
        var (status, body) = await door.PostAsync("/v1/jobs/check", request);
        Assert.Equal((400, code), (status, body.GetProperty("error").GetProperty("code").GetString()));
    }
}
