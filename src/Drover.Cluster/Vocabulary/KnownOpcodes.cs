using Drover.Kernel.Domains;
using Drover.Opcodes;

namespace Drover.Cluster.Vocabulary;

/// <summary>Ganeti's vocabulary for the kernel: what no operation runs is then refused by name, not as a word that nobody knows.</summary>
internal sealed class KnownOpcodes : IOpcodeVocabulary
{
    public OpcodeSchema? Find(string opId) => GanetiVocabulary.Instance.TryFind(opId, out var schema) ? schema : null;
}
