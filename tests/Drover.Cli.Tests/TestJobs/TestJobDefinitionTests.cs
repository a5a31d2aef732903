using Drover.Cli.TestJobs;

namespace Drover.Cli.Tests.TestJobs;

public sealed class TestJobDefinitionTests
{
    [Theory]
    [InlineData("job_name: a\ndevice_type: qemu\nactions: []\n", true)]
    [InlineData("# a remark\n---\njob_name: a\nprotocols: {lava-multinode: {}}\nactions: []\n", true)]
    [InlineData("job_name: a\njob_name: b\nactions: []\n", true)]
    [InlineData("actions:\n- deploy: {to: tftp}\n- boot: &b {method: u-boot}\n? [a, b]\n: *b\njob_name: x\n", true)]
    [InlineData("{\"job_name\": \"a\", \"actions\": []}", true)]
    [InlineData("job_name: a\nactions: [\n", true)]
    [InlineData("job_name: a\n", false)]
    [InlineData("OP_ID: test-delay\nactions: []\njob_name: a\n", false)]
    [InlineData("ops: [{OP_ID: test-job-run, definition: {job_name: a, actions: []}}]\n", false)]
    [InlineData("x: {job_name: a, actions: []}\n", false)]
    [InlineData("- job_name: a\n  actions: []\n", false)]
    [InlineData("job_name", false)]
    [InlineData("", false)]
    [InlineData("\t{", false)]
    public void A_test_job_is_told_by_its_outermost_keys(string text, bool isOne) => Assert.Equal(isOne, TestJobDefinition.Is(text));

    [Theory]
    [InlineData("job_name: a\nprotocols:\n  lava-multinode:\n    roles: {}\nactions: []\n", "OP_TEST_GROUP_SUBMIT")]
    [InlineData("protocols: {lava-vland: {}, lava-multinode: {}}\njob_name: a\n", "OP_TEST_GROUP_SUBMIT")]
    [InlineData("job_name: a\nprotocols: {lava-lxc: {lava-multinode: 1}}\nmetadata: {lava-multinode: 1}\nactions: []\n", "OP_TEST_JOB_RUN")]
    [InlineData("job_name: lava-multinode\ntags: [protocols, lava-multinode]\nactions: [{deploy: {to: tmpfs}}]\n", "OP_TEST_JOB_RUN")]
    public void A_group_is_told_by_its_protocol(string text, string opcode) => Assert.Equal(opcode, TestJobDefinition.OpcodeOf(text));
}
