namespace Drover.Jinja.Syntax;

/// <summary>The tokens of a template, one after the other.</summary>
internal sealed class TokenStream(string template, List<Token> tokens)
{
    private int _at;
    private Place? _place;

    public Token Current => tokens[_at];

    public Token Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Where the current token stands.</summary>
    public Place Place => _place?.Line == Current.Line ? _place : _place = new Place(template, Current.Line);

    public Token Take()
    {
        var token = tokens[_at];
        if (token.Kind != TokenKind.End)
            _at++;
        return token;
    }

    public bool TrySkipName(string name)
    {
        if (!Current.IsName(name))
            return false;
        _at++;
        return true;
    }

    public bool TrySkipOperator(string @operator)
    {
        if (!Current.IsOperator(@operator))
            return false;
        _at++;
        return true;
    }

    /// <exception cref="TemplateException">Another token stands here.</exception>
    public Token Expect(TokenKind kind, string what) => Current.Kind == kind ? Take() : throw Unexpected(what);

    /// <exception cref="TemplateException">Another token stands here.</exception>
    public void ExpectOperator(string @operator)
    {
        if (!TrySkipOperator(@operator))
            throw Unexpected($"'{@operator}'");
    }

    public TemplateException Unexpected(string expected) => Place.Fault($"Expected {expected}, and found {Current.Description}.");
}
