using System.Diagnostics.CodeAnalysis;
using Drover.Cluster.Vocabulary;
using Drover.Opcodes;

namespace Drover.Cluster.Tests.Vocabulary;

/// <summary>Ganeti's opcodes as a catalogue, of which only those that have an operation can be run.</summary>
/// <param name="vocabulary">Where the schemas come from.</param>
/// <param name="runs">Ids of the opcodes that have an operation.</param>
internal sealed class VocabularyCatalog(GanetiVocabulary vocabulary, IReadOnlySet<string> runs) : IOpcodeCatalog
{
    public bool TryFind(string opId, [NotNullWhen(true)] out OpcodeSchema? schema, out bool runnable)
    {
        runnable = runs.Contains(opId);
        return vocabulary.TryFind(opId, out schema);
    }
}
