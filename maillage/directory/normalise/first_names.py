"""Names of people, folded (a-z), as facts: to recognise that a text names somebody.

Gathered for this project. First names: given often in France in the last hundred years;
those that are first of all words or places (« Fleur », « Florence », « Reine ») are left out.
Namesakes: people after whom places are called, who are nobody's contact.
"""

from maillage.directory.normalise.text import word_set

FIRST_NAMES = word_set(
    """
    abdel abdelaziz abdelkader abdellah abdelmalek abderrahmane abdoulaye adam adelaide adele
    adeline adil adrian adrien adrienne agathe agnes ahmed aicha aida aimee alain alan alban
    albane albert alberte alberto albin alex alexandra alexandre alexandrine alexia alexiane
    alexis alfred ali alice alicia alicja alida aline alison alix alizee allan aloise alphonse
    alphonsine amadou amanda amandine amaury ambre ambroise amel amelie amin amina aminata amine
    amir amira ana anael anaelle anais anastasia anatole andre andrea andreas andree andrew andy
    ange angela angele angelina angeline angelique anglique anissa anita anna annabelle anne
    anneli annelise annette annick annie anny anouck anouk anselme anthony antoine antoinette
    antonia antonin antonio antony apolline ariane arianne ariel arielle aristide arlette armand
    armande armel armelle arnaud arnold arsene arthur astrid aubin aude audrey auguste augustin
    augustine aurelia aurelie aurelien aurore axel axelle aymeric ayoub aziz aziza babette
    baptiste barbara barthelemy basile bastien bastienne beatrice benedict benedicte benjamin
    benoit benoite berangere berenger berenice bernadette bernard bertille bertrand beryl
    bettina bilal blaise blanche blandine boris boubacar brahim brenda brice brieuc brigitte
    bruno bryan camelia camille candice candy capucine carine carl carla carlos carmen carol
    carole carolina caroline cassandra cassandre catarina catherine cathy cecile cecilia cedric
    celeste celestin celestine celia celina celine celino cendrine cesar chantal charlene
    charles charlette charleyne charlie charline charlotte chloe chrislaine christel christele
    christelle christian christiane christine christophe christopher cindy claire clara clarisse
    claude claudette claudia claudie claudine clea clelia clemence clement clementine clothilde
    clotilde clovis colette coline colombe constance constantin coralie coraline corentin corine
    corinne cyndie cynthia cyprien cyriaque cyrielle cyril cyrille daisy dalila damien daniel
    daniela daniele danielle danielo danny daphne david davy deborah delphine denis denise
    desiree diana diane didier dimitri dina djamel djamila dolores dominique donatien donovan
    dora dorian doriane dorine doris dorothee dounia dylan edgar edgard edith edmee edmond
    edmonde edouard edwige eglantine eleanor elena eleonore eli elia eliane elias elie eliette
    elisa elisabeth elise elisee elizabeth ella ellen elodie eloi eloise elsa elvira elvire
    elyse emeline emeric emilia emilie emilien emilienne emma emmanuel emmanuelle enora enzo
    eric erica erick erika ernest ernestine erwan erwann esteban estelle esther ethan etienne
    eudes eugene eugenie eulalie eva evan eve evelyne ewan ewen fabian fabien fabienne fabio
    fabrice fabricia fadila fanny fantine farid farida fatiha fatima fatimata fatma fatou
    fatoumata faustin faustine felicie felicien felix ferdinand fernand fernande fernando fiona
    flavie flavien flora flore florent florentin florentine florian floriane florine fode franca
    francesca francesco francis francisco franck franckie francky francois francoise frank
    freddy frederic frederick frederik frederique gabin gabriel gabriela gabrielle gael gaelle
    gaetan gaetane gaspard gaston gauthier gautier genevieve geoffrey geoffroy george georges
    georgette georgina gerald geraldine gerard germain germaine ghislain ghislaine gil gilbert
    gilberte gilda gilles gillian gina ginette gisele giselle giulia gladys gloria gonzague
    graziella greg gregoire gregory guenaelle guilaine guilhem guillaume guillemette gustave guy
    guylaine guylene gwenael gwenaelle gwendal gwendoline gwenn gwenola gwladys habib hadrien
    hafida hafsa hakim halima hamid hamza hanane hanna hannah harmony harold harry hassan hawa
    hector heidi helena helene heloise henri henriette herbert hermine herve hicham hilda
    hippolyte honore honorine hortense houria hubert huberte hugo hugues huguette ian ibrahim
    ibrahima idriss ignace igor ilan ilda ilona imane imene ines ingrid irene irina iris isaac
    isabel isabella isabelle isaline isaure isidore ismael issa ivan jacinthe jack jacky
    jacqueline jacques jade jamal jamel jamila jan jane janick janine jason jawad jean jeanine
    jeanne jeannette jeannie jeannine jeff jennifer jenny jeremie jeremy jerome jessica jessy
    jimmy joachim joan joanna joannie jocelyn jocelyne joel joelle joffrey johan johann johanna
    john johnny jonas jonathan jordan jordane jorge jose josee joseph josepha josephine josette
    joshua josiane josianne josie josselin josseline josyane jovita juan juanita jude judicael
    judith jules julia julian juliana julie julien julienne juliette juline justin justine kader
    kamal kamel karel karelle karen karim karima karin karine karl kateline katell katia katy
    kelly kelyan kenny kenza kevin khadidja khadija khaled kilian killian kim klara klaus kylian
    laetitia lahcen laila lamia lara larissa latifa laura laure laureen laureline laurence
    laurene laurent laurette lauriane laurie laurine lea leah leana leandre leane leila lena leo
    leon leonard leonce leonie leonore leopold leslie leticia levana lidia lila lilas lilia
    lilian liliana liliane lilou lily lina linda lino lio lionel lisa lise lisette lison livia
    loan loane loic lois lola lolita lorena lorenzo loris lorraine lou louane loubna louis
    louise louisette louka louna luc luca lucas lucette lucia lucie lucien lucienne lucile
    lucille lucy ludivine ludmilla ludovic luigi luis luisa lukas lydia lydie lylou lyne maddy
    madeleine madeline mado mael maelie maeline maelle maelys maeva magali magalie magaly maggy
    maia maite malik malika malo mamadou manel manon manuel manuela manuella marc marceau marcel
    marcelin marceline marcelle marcello marco margaret margaux margot marguerite maria mariam
    mariama mariana marianne marie mariele mariella marielle marilyn marilyne marine marinette
    mario marion marisa marius marjolaine marjorie marlene maroua marthe martial martine marvin
    mary maryam marylene maryline marylou maryse maryvonne mateo mathias mathieu mathilda
    mathilde mathis mathys matteo matthias matthieu maud maude maureen maurice mauricette max
    maxence maxime maximilien maxine maya maylis medhi medi medina megane mehdi melanie melina
    melinda melissa melodie melvin merwan meryem michael michel michele micheline michelle
    mickael mikael mike mila milan milena milene mireille mirella miriam moana mohamed mohammed
    moise momo mona monia monica monika monique morgan morgane mouloud mounir mourad moussa
    muriel murielle mustafa mustapha mya mylene myriam myrtille nabil nabila nacer nadege nadera
    nadia nadine nadir nadira nadjet naima naomi narcisse nasser nassim natacha natalia natalie
    natasha nathalie nathan nathanael nawel nelly nelson nicolas nicole nicoletta nina nino
    ninon noah noe noel noelie noelle noemie nolan nolwenn noor nora norbert nordine norma
    norman nour noura nouria nourredine nuria oceane octave odette odile odilon olga olivia
    olivier olympe omar ondine ophelie orane oriane orianne orlane oscar othman ottilie oumar
    ousmane pablo paco pamela paola paolo paquita pascal pascale pascaline patrice patricia
    patrick patrik paul paula paule paulette paulin pauline paulo pedro peggy perceval perrette
    perrine peter philibert philippa philippe philippine philomene pierre pierrette pierrick pol
    priscilla priscille prosper quentin rabah rachel rachelle rachid rachida rafael rahma raissa
    ralph ramon ramona ramzi randy rania raoul raphael raphaele raphaelle raymond raymonde
    raynald rebecca regina regine regis remi remy renald renan renaud rene renee reynald
    reynaldo riad ricardo richard rita riwan robert roberta roberte roberto robin robine roch
    rodolphe rodrigue rodrigues roger roland rolande rolland romain roman romane romaric romeo
    romuald ronald ronan rosa rosalie rosaline rose roselyne rosine rosita roxane roxanne ruben
    rudy ruth ryan sabah sabina sabine sabri sabrina sacha said saida salah salim salima sally
    salome salvador salvatore samantha sami samia samir samira samuel samy sandie sandra
    sandrina sandrine sandy sara sarah sasha saskia saverio sean sebastien sebastienne segolene
    selim selma serena serge sergio severin severine shana shanna sharon sheila shirley sibylle
    sidonie sihem silvia simeon simon simone sixtine sofia sofiane solange solene solenne soline
    sonia sonya sophia sophie sophy soraya souad soufiane stacy stanislas stella stephan
    stephane stephanie stephen steve steven sullivan suzanne suzette suzy sven swann sybille
    sylvain sylvaine sylvana sylvene sylvestre sylvette sylviane sylvianne sylvie tanguy tania
    tarik tatiana teddy telma teresa tess tessa thais theo theodore theophile therese thibaud
    thibault thibaut thiebaut thierry thomas tiago tifanie tifany tifenn tiffany tiffen timeo
    timothe timothee tino tiphaine titouan tom tommy tony tristan tristane ugo ulric ulysse
    urbain urielle ursula vadim valentin valentina valentine valere valeria valerian valeriane
    valerie valery vanessa vanina vera veronique vianney vicky victoire victor victoria
    victorien victorine vincent violaine virgile virginia virginie vital vivian viviane vivien
    vivienne vladimir wafa wahiba walid walter wanda wassim wendy werner wilfrid wilfried willem
    william williams willy winona xavier xaviere yacine yael yaelle yamina yan yanis yann
    yannick yannis yasin yasmina yasmine yasser yassine ynes yoan yoann yoanna yohan yohann
    yolaine yolande yoline yonel yoni youcef youri youssef youssouf yuna yvan yveline yvelise
    yves yvette yvon yvonne yvonnick zacharie zakaria zara zeina zelie zinedine zita zoe zohra
    zora zoubida zouhair
    """
)

_NAMESAKES = """
    abbe gregoire | ada lovelace | agnes sorel | agnes varda | aime cesaire | alain colas |
    alain fournier | alan turing | albert camus | albert schweitzer | alexandra david neel |
    alexandre dumas | alfred de musset | alfred de vigny | alphonse daudet | ambroise croizat |
    ambroise pare | anatole france | andre gide | andre malraux | andree chedid | anna marly |
    anne de beaujeu | anne de bretagne | anne frank | anne sylvestre | antoine de saint exupery
    | aristide briand | arlette guirado | arthur rimbaud | auguste renoir | auguste rodin |
    augustin thierry | barbara hepworth | benjamin franklin | benjamin rabier | bernard palissy
    | bertrand du guesclin | blaise pascal | boris vian | camille claudel | camille pissarro |
    camille saint saens | catherine de medicis | charles baudelaire | charles de gaulle |
    charles peguy | charles perrault | claude debussy | claude monet | claude nicolas ledoux |
    claude nougaro | colette besson | daniel balavoine | danielle casanova | danielle mitterrand
    | david d angers | denis diderot | denis papin | diane de poitiers | edith piaf | edmond
    rostand | edouard manet | edouard vaillant | elsa triolet | emile littre | emile zola |
    ernest renan | etienne dolet | etienne marcel | eugene delacroix | eugene ionesco |
    ferdinand buisson | ferdinand foch | francis jammes | francis poulenc | francois arago |
    francois mauriac | francois mitterrand | francois rabelais | francois truffaut | francois
    villon | francoise dolto | francoise sagan | frantz fanon | frederic chopin | frederic
    mistral | frida kahlo | gabriel faure | gabriel peri | gaston coute | gaston defferre |
    genevieve de gaulle | george sand | georges brassens | georges clemenceau | georges perec |
    georges pompidou | georges sand | gerard philipe | germaine tillion | gilbert cesbron |
    gisele halimi | gustave eiffel | gustave flaubert | guy de maupassant | guy mocquet | guy
    moquet | hector berlioz | helene boucher | henri barbusse | henri becquerel | henri bergson
    | henri dunant | henri matisse | henri vincenot | henri wallon | honore de balzac | jacques
    brel | jacques cartier | jacques coeur | jacques demy | jacques prevert | jacques tati |
    jean baptiste poquelin | jean bart | jean cocteau | jean de la bruyere | jean de la fontaine
    | jean ferrat | jean giono | jean jacques rousseau | jean jaures | jean mace | jean mermoz |
    jean monnet | jean moulin | jean paul sartre | jean racine | jean renoir | jean rostand |
    jean vilar | jean zay | jeanne d arc | joseph bara | joseph kessel | josephine baker | jules
    ferry | jules guesde | jules michelet | jules renard | jules verne | leo ferre | leo
    lagrange | leon blum | leon gambetta | leonard de vinci | louis aragon | louis armand |
    louis braille | louis jouvet | louis pasteur | louis pergaud | louise michel | louise weiss
    | lucie aubrac | marc bloch | marc chagall | marc sangnier | marcel ayme | marcel cachin |
    marcel pagnol | marcel proust | marguerite audoux | marguerite d anjou | marguerite duras |
    marguerite yourcenar | marie curie | marie laurencin | marie marvingt | martin luther king |
    martin nadaud | maryse bastie | maurice genevoix | maurice leblanc | maurice ravel | maurice
    thorez | max ernst | max jacob | max linder | michel berger | michel colucci | michel de
    montaigne | missak manouchian | nelson mandela | nicolas appert | nina simone | olivier de
    serres | olympe de gouges | pablo neruda | pablo picasso | patrice lumumba | paul bert |
    paul cezanne | paul eluard | paul fort | paul guiraud | paul langevin | paul valery | paul
    verlaine | philippe noiret | philippe seguin | pierre bourdieu | pierre brossolette | pierre
    corneille | pierre curie | pierre de ronsard | pierre et marie curie | pierre loti | pierre
    mendes france | pierre perret | pierre semard | rachel carson | raymond aubrac | raymond
    devos | raymond poulidor | raymond queneau | rene cassin | rene char | rene descartes |
    robert badinter | robert d arbrissel | robert debre | robert desnos | robert doisneau |
    robert houdin | robert schuman | roger salengro | roland garros | romain gary | romain
    rolland | rosa luxemburg | rosa parks | sadi carnot | salvador allende | samuel paty | serge
    gainsbourg | simone de beauvoir | simone signoret | simone veil | simone weil | stephane
    hessel | stephane mallarme | suzanne lenglen | suzanne valadon | thomas pesquet | victor
    hugo | victor jara | victor schoelcher | vincent auriol | vincent scotto | vincent van gogh
    | yves coppens | yves duteil | yves montand
"""
NAMESAKES = frozenset(" ".join(name.split()) for name in _NAMESAKES.split("|"))
