using System.Text;
using Drover.Kernel.Jobs;

namespace Drover.ClusterInit.Tests;

public sealed class TellEndTests
{
    [Theory]
    [InlineData(JobStatus.Success, "\"DONE\"", true, "reached", GroupWord.Done)]
    [InlineData(JobStatus.Success, "\"PASSED\"", true, "reached", GroupWord.Passed)]
    [InlineData(JobStatus.Success, "\"DEGRADED\"", true, "reached", GroupWord.Done)]
    [InlineData(JobStatus.Error, """["OpExecError",["group 'g' is FAILED at level 'f': a test failed","failed"]]""", false, "failed", GroupWord.Failed)]
    [InlineData(JobStatus.Error, """["OpExecError",["group 'g' is DEGRADED at level 'f': t cannot be started: no","incomplete"]]""", false, "failed", GroupWord.Done)]
    [InlineData(JobStatus.Error, """["OpExecError",["group 'g' is HALTING at level 'f': the daemon stops","halting"]]""", false, "failed", null)]
    [InlineData(JobStatus.Error, """["OpExecError",["group 'g' is SUPERSEDED at level 'f': told meanwhile","superseded"]]""", false, "canceled", null)]
    [InlineData(JobStatus.Error, """["OpPrereqError",["there is no such group","unknown_entity"]]""", false, "failed", null)]
    [InlineData(JobStatus.Canceled, "\"superseded by job 2\"", false, "canceled", null)]
    public void A_job_tells_how_the_change_of_level_ended(JobStatus status, string result, bool ok, string code, GroupWord? state)
    {
        var opcode = new Opcode { OpId = "OP", Input = RawJson.Null, Summary = "", Status = status, Result = new RawJson(Encoding.UTF8.GetBytes(result)) };
        var reply = TellEnd.Of(new Job { Id = 1, Ops = [opcode] });
        Assert.Equal((ok, code, state), (reply.IsOk, reply.Code, reply.State));
    }
}
