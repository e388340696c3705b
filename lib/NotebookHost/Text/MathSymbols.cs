namespace SuperResolution.Workbench.Report;

/// <summary>
/// What LaTeX's commands mean as characters. What is not here is refused by name, so that no formula goes wrong silently.
/// </summary>
internal static class MathSymbols
{
    /// <summary>Letters: set as identifiers (italic where MathML makes them so).</summary>
    public static readonly Dictionary<string, string> Letters = Pairs("""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ
        mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ
        omega ω ell ℓ imath ı jmath ȷ hbar ℏ
        """);

    /// <summary>Upright letters and signs that stand like letters.</summary>
    public static readonly Dictionary<string, string> Upright = Pairs("""
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇
        emptyset ∅ varnothing ∅ Re ℜ Im ℑ top ⊤ bot ⊥ dagger † ldots … dots … vdots ⋮ ddots ⋱ % % $ $ # # _ _ & &
        degree ° uparrow ↑ downarrow ↓ square □ angle ∠
        """);

    public static readonly Dictionary<string, string> Operators = Pairs("""
        cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet ∙ odot ⊙ oplus ⊕ ominus ⊖ otimes ⊗ le ≤ leq ≤
        leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt > ll ≪ gg ≫ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝
        lesssim ≲ gtrsim ≳ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ wedge ∧
        land ∧ vee ∨ lor ∨ neg ¬ lnot ¬ forall ∀ exists ∃ to → rightarrow → longrightarrow ⟶ leftarrow ← gets ←
        leftrightarrow ↔ Rightarrow ⇒ implies ⟹ Leftarrow ⇐ Leftrightarrow ⇔ iff ⟺ mapsto ↦ mid ∣ parallel ∥ perp ⊥
        triangleq ≜ coloneqq ≔ colon : cdots ⋯ prime ′ circledast ⊛
        """);

    /// <summary>Operators with limits below and above in a displayed formula.</summary>
    public static readonly Dictionary<string, string> Large = Pairs("""
        sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
        """);

    public static readonly Dictionary<string, string> Integrals = Pairs("""
        int ∫ iint ∬ oint ∮
        """);

    /// <summary>Functions written as words; true: with limits below in a displayed formula.</summary>
    public static readonly Dictionary<string, bool> Functions =
        "log ln lg exp sin cos tan arctan arcsin arccos sinh cosh tanh arg dim ker deg".Split(' ').ToDictionary(name => name, _ => false)
            .Concat("max min sup inf lim limsup liminf det gcd Pr".Split(' ').ToDictionary(name => name, _ => true)).ToDictionary();

    public static readonly Dictionary<string, string> Delimiters = Pairs("""
        ( ( ) ) [ [ ] ] | | / / < ⟨ > ⟩ \{ { \} } \lbrace { \rbrace } \| ‖ \lVert ‖ \rVert ‖ \Vert ‖ \lvert |
        \rvert | \vert | \langle ⟨ \rangle ⟩ \lfloor ⌊ \rfloor ⌋ \lceil ⌈ \rceil ⌉ \lbrack [ \rbrack ]
        \backslash \
        """);

    /// <summary>Delimiter sizes in em.</summary>
    public static readonly Dictionary<string, string> Sizes = Pairs("""
        big 1.2 Big 1.8 bigg 2.4 Bigg 3
        """);

    /// <summary>Widths in em.</summary>
    public static readonly Dictionary<string, string> Spaces = Pairs("""
        space 0.25 , 0.1667 : 0.2222 > 0.2222 ; 0.2778 ! -0.1667 quad 1 qquad 2 thinspace 0.1667 enspace 0.5
        """);

    public static readonly Dictionary<string, string> Accents = Pairs("""
        hat ^ widehat ^ bar ¯ overline ¯ tilde ~ widetilde ~ vec → overrightarrow → dot ˙ ddot ¨ check ˇ breve ˘
        """);

    /// <summary>Reads "name sign name sign …".</summary>
    public static Dictionary<string, string> Pairs(string table)
    {
        var words = table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(0, words.Length / 2).ToDictionary(i => words[2 * i], i => words[2 * i + 1]);
    }
}
