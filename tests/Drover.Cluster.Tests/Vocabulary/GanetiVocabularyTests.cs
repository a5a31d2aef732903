using System.Text.Json;
using Drover.Cluster.Vocabulary;
using Drover.Opcodes;

namespace Drover.Cluster.Tests.Vocabulary;

public sealed class GanetiVocabularyTests
{
    public static TheoryData<string> OpIds => [.. GanetiVocabulary.Instance.OpIds];

    [Fact]
    public void All_opcodes_of_both_releases_are_there() => Assert.Equal(79, GanetiVocabulary.Instance.OpIds.Count);

    [Theory]
    [MemberData(nameof(OpIds))]
    public void Every_type_can_be_read_and_every_default_is_of_its_own_type(string opId)
    {
        foreach (var parameter in GanetiVocabulary.Instance[opId].Parameters)
        {
            if (parameter.Required)
                continue;
            using var value = JsonDocument.Parse(parameter.Default);
            Assert.True(parameter.Type.Accepts(value.RootElement, out var problem), $"{parameter.Name}: {problem}");
        }
    }

    [Theory]
    [MemberData(nameof(OpIds))]
    public void Every_example_that_an_error_shows_is_valid(string opId)
    {
        foreach (var parameter in GanetiVocabulary.Instance[opId].Parameters)
        {
            using var value = JsonDocument.Parse(parameter.Type.Example());
            Assert.True(parameter.Type.Accepts(value.RootElement, out var problem), $"{parameter.Name}: {problem}");
        }
    }

    [Fact]
    public void A_schema_is_built_once()
    {
        Assert.Same(GanetiVocabulary.Instance["OP_TEST_DELAY"], GanetiVocabulary.Instance["OP_TEST_DELAY"]);
        Assert.False(GanetiVocabulary.Instance.TryFind("OP_NO_SUCH", out _));
    }

    [Fact]
    public void An_opcode_without_an_operation_is_refused_by_that_name()
    {
        var reader = new OpcodeReader(new VocabularyCatalog(GanetiVocabulary.Instance, new HashSet<string>(StringComparer.Ordinal) { "OP_TEST_DELAY" }));
        using var opcode = JsonDocument.Parse("""{"OP_ID":"OP_INSTANCE_CREATE","reason":[]}""");

        var refusal = Assert.Throws<OpcodeException>(() => reader.Read(opcode.RootElement, new OpcodeReadOptions(SubmitPrioritiesOnly: true, ReasonRequired: true)));

        Assert.Equal(OpcodeProblem.NotRunYet, refusal.Problem);
        Assert.Contains("OP_INSTANCE_CREATE belongs to Ganeti's vocabulary and this version of Drover does not run it yet", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_that_the_original_computes_is_an_empty_list_or_object()
    {
        var parameters = GanetiVocabulary.Instance["OP_INSTANCE_CREATE"].Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);

        Assert.Equal("[]"u8.ToArray(), parameters["tags"].Default.ToArray());
        Assert.Equal("{}"u8.ToArray(), parameters["hvparams"].Default.ToArray());
    }
}
